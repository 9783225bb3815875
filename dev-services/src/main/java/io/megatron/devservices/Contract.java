package io.megatron.devservices;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.json.JsonMapper;

/** A contract that {@code scripts/chain/compile} has compiled. */
public enum Contract {
    /** USDC as an exchange sees it. */
    TEST_USDC("TestUsdc"),
    /** Pays many in one transaction. */
    SPREADER("Spreader");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;

    Contract(String name) {
        this.name = name;
    }

    /** What is sent to deploy it, as hexadecimal digits with the prefix {@code 0x}. */
    String bytecode() {
        String resource = "contracts/" + name + ".json";
        try (InputStream artefact = Contract.class.getResourceAsStream(resource)) {
            if (artefact == null) {
                throw new DevServiceException("There is no " + resource);
            }
            return JSON.readTree(artefact).get("bytecode").asString();
        } catch (IOException failure) {
            throw new DevServiceException("Cannot read " + resource, failure);
        }
    }
}
