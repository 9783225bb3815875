package io.megatron.mapper.types;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.ibatis.type.JdbcType;
import org.postgresql.util.PGobject;

/**
 * Passes UUIDs as a Postgres array. The driver would look at each of their characters for whether
 * it has to be escaped, which none has: that was an eighth of what the book's thread did.
 */
final class UuidArrayTypeHandler extends ArrayTypeHandler<UUID[]> {
    UuidArrayTypeHandler() {
        super("uuid");
    }

    @Override
    public void setNonNullParameter(
            PreparedStatement statement, int index, UUID[] ids, JdbcType jdbcType)
            throws SQLException {
        PGobject array = new PGobject();
        array.setType("uuid[]");
        array.setValue(
                Arrays.stream(ids).map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
        statement.setObject(index, array);
    }
}
