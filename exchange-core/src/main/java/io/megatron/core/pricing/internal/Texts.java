package io.megatron.core.pricing.internal;

/** Makes texts of strangers harmless to store, to show and to hand on. */
final class Texts {
    private Texts() {}

    /**
     * One line of at most so many characters: control characters, invisible and direction-changing
     * ones and broken surrogates become spaces, and spaces come one at a time.
     */
    static String line(String text, int maxLength) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(16L * maxLength)
                .map(Texts::visible)
                .filter(point -> point != ' ' || !endsWithSpace(line))
                .forEach(line::appendCodePoint);
        return cut(line.toString().strip(), maxLength).strip();
    }

    private static boolean endsWithSpace(StringBuilder line) {
        return !line.isEmpty() && line.charAt(line.length() - 1) == ' ';
    }

    private static int visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    ' ';
            default -> point;
        };
    }

    /** For the record: line breaks and tabs stay, other control characters become spaces. */
    static String record(String text, int maxLength) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .limit(maxLength)
                .map(point -> point == '\n' || point == '\t' ? point : harmless(point))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static int harmless(int point) {
        boolean broken =
                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
        return broken ? ' ' : point;
    }

    private static String cut(String text, int maxLength) {
        return text.codePointCount(0, text.length()) <= maxLength
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maxLength));
    }
}
