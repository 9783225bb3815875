package io.megatron.client.bench;

/** What callers do, one call after the other. */
interface Calls {
    /**
     * Sends the next of them, and returns at once.
     *
     * @param caller over whose connection
     */
    void send(int caller, Ending ending);

    /** Takes how one of them ended. */
    interface Ending {
        void succeeded();

        /** The reason is the stable code. */
        void failed(String reason);
    }
}
