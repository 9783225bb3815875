package io.megatron.devservices;

import java.nio.file.Path;

/** The program of a child process; it ends only by being killed. */
final class PostgresOwner {
    private PostgresOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path folder = Path.of(arguments[0]);
            boolean temporary = folder.endsWith("temporary");
            DevPostgres postgres =
                    temporary ? DevPostgres.startTemporary() : DevPostgres.start(folder);
            Owner.answer(postgres.pid());
        } catch (DevServiceException refused) {
            Owner.answer(refused.toString());
        }
        Owner.waitToBeKilled();
    }
}
