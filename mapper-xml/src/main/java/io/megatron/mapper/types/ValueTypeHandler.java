package io.megatron.mapper.types;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/**
 * Maps a value type to the one JDBC type it is stored as.
 *
 * @param <T> our type
 * @param <J> the class the driver reads and writes
 */
final class ValueTypeHandler<T, J> extends BaseTypeHandler<T> {
    private final Class<J> stored;
    private final Function<T, J> toStored;
    private final Function<J, T> fromStored;

    ValueTypeHandler(Class<J> stored, Function<T, J> toStored, Function<J, T> fromStored) {
        this.stored = stored;
        this.toStored = toStored;
        this.fromStored = fromStored;
    }

    @Override
    public void setNonNullParameter(
            PreparedStatement statement, int index, T value, JdbcType jdbcType)
            throws SQLException {
        statement.setObject(index, toStored.apply(value));
    }

    @Override
    public @Nullable T getNullableResult(ResultSet rows, String column) throws SQLException {
        return orNull(rows.getObject(column, stored));
    }

    @Override
    public @Nullable T getNullableResult(ResultSet rows, int column) throws SQLException {
        return orNull(rows.getObject(column, stored));
    }

    @Override
    public @Nullable T getNullableResult(CallableStatement call, int column) throws SQLException {
        return orNull(call.getObject(column, stored));
    }

    private @Nullable T orNull(@Nullable J value) {
        return value == null ? null : fromStored.apply(value);
    }
}
