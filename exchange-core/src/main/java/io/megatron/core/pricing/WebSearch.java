package io.megatron.core.pricing;

import java.util.List;

/** Searches the web. */
public interface WebSearch {

    /**
     * A page that was found. All of it is what strangers wrote.
     *
     * @param date as the search engine words it; may be empty
     */
    record Page(String title, String address, String snippet, String date) {}

    /** The pages for a query, best first; none where nothing was found. */
    Reply<List<Page>> search(String query);
}
