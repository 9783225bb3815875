package io.megatron.core.pricing;

/** Answers a question about some material. */
public interface LanguageModel {

    /**
     * An answer as it came.
     *
     * @param tokens what question and answer cost together
     */
    record Answer(String text, int tokens) {}

    /**
     * Asks.
     *
     * @param instructions ours
     * @param material what they are about; written by strangers
     */
    Reply<Answer> answer(String instructions, String material);
}
