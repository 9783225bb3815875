package io.megatron.mapper.types;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;

/** Passes a Java array as a Postgres array. Primitive arrays travel in binary. */
class ArrayTypeHandler<A> extends BaseTypeHandler<A> {
    private final String elementType;

    ArrayTypeHandler(String elementType) {
        this.elementType = elementType;
    }

    @Override
    public void setNonNullParameter(
            PreparedStatement statement, int index, A array, JdbcType jdbcType)
            throws SQLException {
        var connection = statement.getConnection();
        statement.setArray(
                index,
                array instanceof Object[] objects
                        ? connection.createArrayOf(elementType, objects)
                        : connection
                                .unwrap(org.postgresql.PGConnection.class)
                                .createArrayOf(elementType, array));
    }

    @Override
    public A getNullableResult(ResultSet rows, String column) throws SQLException {
        throw new UnsupportedOperationException("arrays are parameters only: " + column);
    }

    @Override
    public A getNullableResult(ResultSet rows, int column) throws SQLException {
        throw new UnsupportedOperationException("arrays are parameters only: " + column);
    }

    @Override
    public A getNullableResult(CallableStatement call, int column) throws SQLException {
        throw new UnsupportedOperationException("arrays are parameters only: " + column);
    }
}
