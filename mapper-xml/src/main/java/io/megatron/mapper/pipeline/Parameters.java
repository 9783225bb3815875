package io.megatron.mapper.pipeline;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of a statement that stands among others. MyBatis' own handler counts from the
 * first parameter of all, and a proxy that shifted each of its calls cost more than the calls.
 */
final class Parameters {
    private final Configuration configuration;
    private final PreparedStatement all;
    private int set;

    Parameters(Configuration configuration, PreparedStatement all) {
        this.configuration = configuration;
        this.all = all;
    }

    /** Sets those of the next statement. */
    void setNext(BoundSql sql, @Nullable Object parameter) throws SQLException {
        MetaObject properties = configuration.newMetaObject(parameter);
        for (ParameterMapping mapping : sql.getParameterMappings()) {
            setNext(mapping, value(sql, parameter, properties, mapping.getProperty()));
        }
    }

    /** What the XML bound comes first; a lone value is its own property, whatever its name. */
    private @Nullable Object value(
            BoundSql sql, @Nullable Object parameter, MetaObject properties, String name) {
        if (sql.hasAdditionalParameter(name)) {
            return sql.getAdditionalParameter(name);
        }
        return parameter == null || isValue(parameter) ? parameter : properties.getValue(name);
    }

    private boolean isValue(Object parameter) {
        return configuration.getTypeHandlerRegistry().hasTypeHandler(parameter.getClass());
    }

    @SuppressWarnings("unchecked") // the mapping's handler is for what its property holds
    private void setNext(ParameterMapping mapping, @Nullable Object value) throws SQLException {
        TypeHandler<Object> handler = (TypeHandler<Object>) mapping.getTypeHandler();
        boolean untypedNull = value == null && mapping.getJdbcType() == null;
        handler.setParameter(
                all,
                ++set,
                value,
                untypedNull ? configuration.getJdbcTypeForNull() : mapping.getJdbcType());
    }
}
