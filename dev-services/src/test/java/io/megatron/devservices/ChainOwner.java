package io.megatron.devservices;

import java.nio.file.Path;

/** The program of a child process; it ends only by being killed. */
final class ChainOwner {
    private ChainOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path folder = Path.of(arguments[0]);
            Path programs = DevChainTest.PROGRAMS;
            Owner.answer(DevChain.start(folder, programs, ChainPace.INSTANT).pid());
        } catch (DevServiceException refused) {
            Owner.answer(refused.toString());
        }
        Owner.waitToBeKilled();
    }
}
