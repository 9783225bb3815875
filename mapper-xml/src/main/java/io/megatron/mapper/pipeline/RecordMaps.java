package io.megatron.mapper.pipeline;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.mapping.ResultFlag;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.mapping.ResultMapping;
import org.apache.ibatis.session.Configuration;

/**
 * How rows become records: each component from the column of its name, {@code lastSeq} from {@code
 * last_seq}. A mapper says {@code resultMap="the.record's.Name"}.
 *
 * <p>MyBatis' own mapping by the names of a constructor's parameters compares every column with
 * every parameter again for each row, which was a sixth of what the book's thread did.
 */
final class RecordMaps {
    private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private RecordMaps() {}

    static ResultMap of(Configuration configuration, String record) {
        Class<?> type = type(record);
        List<ResultMapping> arguments =
                Arrays.stream(type.getRecordComponents())
                        .map(component -> argument(configuration, component))
                        .toList();
        return new ResultMap.Builder(configuration, record, type, arguments, false).build();
    }

    private static Class<?> type(String record) {
        try {
            return Resources.classForName(record);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("resultMap names no record: " + record, e);
        }
    }

    private static ResultMapping argument(Configuration configuration, RecordComponent component) {
        return new ResultMapping.Builder(
                        configuration,
                        component.getName(),
                        column(component.getName()),
                        component.getType())
                .flags(List.of(ResultFlag.CONSTRUCTOR))
                .build();
    }

    private static String column(String component) {
        return NEXT_WORD.matcher(component).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
