package io.megatron.core.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where mail is sent to: the plain form of addresses, without the comments and quotes that RFC 5322
 * allows as well, so that there are not a hundred ways to write the same mailbox. Whether it is
 * one, a code shows that comes back.
 *
 * @param text in lower case
 */
public record EmailAddress(String text) {
    private static final int LONGEST = 254;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                            + "@[a-z0-9]([a-z0-9.-]*[a-z0-9])?\\.[a-z]{2,}");

    /**
     * Reads an address in whatever case.
     *
     * @throws IllegalArgumentException if it can be none, with words that complete "email ..."
     */
    public static EmailAddress parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST || !ADDRESS.matcher(lower).matches()) {
            throw new IllegalArgumentException("is no address such as name@example.com");
        }
        return new EmailAddress(lower);
    }

    @Override
    public String toString() {
        return text;
    }
}
