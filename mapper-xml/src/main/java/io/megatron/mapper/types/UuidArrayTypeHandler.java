package io.megatron.mapper.types;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.ibatis.type.JdbcType;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * Passes UUIDs as a Postgres array; in binary where the connection says so by its property {@code
 * binaryTransferEnable}. The driver itself only knows them as text, of which it looks at each
 * character for whether it has to be escaped, and which Postgres then reads a digit at a time.
 */
final class UuidArrayTypeHandler extends ArrayTypeHandler<UUID[]> {
    UuidArrayTypeHandler() {
        super("uuid");
    }

    @Override
    public void setNonNullParameter(
            PreparedStatement statement, int index, UUID[] ids, JdbcType jdbcType)
            throws SQLException {
        statement.setObject(index, new UuidArray(ids));
    }

    /** An array of one dimension, without nulls (array_recv in Postgres' arrayfuncs.c). */
    private static final class UuidArray extends PGobject implements PGBinaryObject {
        private static final int HEADER = 5 * Integer.BYTES;
        private static final int ELEMENT = Integer.BYTES + 2 * Long.BYTES;

        private final transient UUID[] ids;

        UuidArray(UUID[] ids) {
            this.ids = ids;
            setType("uuid[]");
        }

        @Override
        public String getValue() {
            return Arrays.stream(ids)
                    .map(UUID::toString)
                    .collect(Collectors.joining(",", "{", "}"));
        }

        @Override
        public int lengthInBytes() {
            return HEADER + ids.length * ELEMENT;
        }

        @Override
        public void toBytes(byte[] bytes, int offset) {
            ByteBuffer array = ByteBuffer.wrap(bytes, offset, lengthInBytes());
            int dimensions = 1;
            int nulls = 0;
            int firstIndex = 1;
            array.putInt(dimensions).putInt(nulls).putInt(Oid.UUID);
            array.putInt(ids.length).putInt(firstIndex);
            for (UUID id : ids) {
                array.putInt(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits());
            }
        }

        @Override
        public void setByteValue(byte[] value, int offset) {
            throw new UnsupportedOperationException("arrays are parameters only");
        }
    }
}
