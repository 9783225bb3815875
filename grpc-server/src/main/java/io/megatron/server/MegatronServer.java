package io.megatron.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The executable. */
@SpringBootApplication(scanBasePackages = {"io.megatron.server", "io.megatron.core"})
public class MegatronServer {

    public static void main(String[] arguments) {
        SpringApplication.run(MegatronServer.class, arguments);
    }
}
