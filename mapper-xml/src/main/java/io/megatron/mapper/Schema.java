package io.megatron.mapper;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings a database to the current schema. */
public final class Schema {
    private Schema() {}

    /**
     * What the first migration writes into a new installation; later starts leave it as it is.
     *
     * @param applicationRole the database role the application runs as, which owns nothing
     * @param installationKind {@code development} or {@code production}
     * @param feeBps the platform's fee to begin with
     */
    public record Birth(String applicationRole, String installationKind, int feeBps) {}

    /** Applies the missing migrations as the role of the URL, which owns the tables. */
    public static void migrate(String ownerUrl, Birth birth) {
        Flyway.configure()
                .dataSource(ownerUrl, null, null)
                .locations("classpath:db/migration")
                .placeholders(
                        Map.of(
                                "app_role",
                                        '"' + birth.applicationRole().replace("\"", "\"\"") + '"',
                                "installation_kind", birth.installationKind(),
                                "fee_bps", Integer.toString(birth.feeBps())))
                .load()
                .migrate();
    }
}
