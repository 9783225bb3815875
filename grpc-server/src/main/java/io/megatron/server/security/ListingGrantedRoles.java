package io.megatron.server.security;

import io.megatron.mapper.ids.UserId;
import java.util.Map;
import java.util.Set;

/** Where it is known what users may be besides users. */
@FunctionalInterface
public interface ListingGrantedRoles {

    /** The words for the roles of everybody who holds one. */
    Map<UserId, Set<String>> granted();
}
