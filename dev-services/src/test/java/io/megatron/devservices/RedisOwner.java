package io.megatron.devservices;

import java.nio.file.Path;

/** The program of a child process; it ends only by being killed. */
final class RedisOwner {
    private RedisOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path folder = Path.of(arguments[0]);
            boolean temporary = folder.endsWith("temporary");
            DevRedis redis = temporary ? DevRedis.startTemporary() : DevRedis.start(folder);
            Owner.answer(redis.pid());
        } catch (DevServiceException refused) {
            Owner.answer(refused.toString());
        }
        Owner.waitToBeKilled();
    }
}
