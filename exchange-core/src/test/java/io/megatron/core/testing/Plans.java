package io.megatron.core.testing;

import io.megatron.mapper.Mappers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;

/** How Postgres goes about a mapper's own statements, as the role that runs. */
public record Plans(TestDatabase database, Class<?> mapper) {

    /** The plan it would make. */
    public String of(String statement, Map<String, Object> parameters) throws SQLException {
        return explained("explain ", statement, parameters);
    }

    /** The plan it made, with the number of rows that each step gave. */
    public String andRowsOf(String statement, Map<String, Object> parameters) throws SQLException {
        return explained(
                "explain (analyze, costs off, timing off, buffers off) ", statement, parameters);
    }

    private String explained(String explain, String statement, Map<String, Object> parameters)
            throws SQLException {
        Configuration configuration = Mappers.configuration();
        MappedStatement mapped =
                configuration.getMappedStatement(mapper.getName() + "." + statement);
        BoundSql sql = mapped.getBoundSql(parameters);
        try (Connection connection = database.asApplication();
                PreparedStatement explained = connection.prepareStatement(explain + sql.getSql())) {
            configuration.newParameterHandler(mapped, parameters, sql).setParameters(explained);
            try (ResultSet rows = explained.executeQuery()) {
                StringBuilder plan = new StringBuilder();
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
                return plan.toString();
            }
        }
    }
}
