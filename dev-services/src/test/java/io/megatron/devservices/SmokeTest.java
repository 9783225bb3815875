package io.megatron.devservices;

import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void smoke() throws Exception {
        long t = System.nanoTime();
        DevPostgres p = SharedTestPostgres.get();
        System.out.println("pg " + (System.nanoTime() - t) / 1000000 + p.appUrl());
        t = System.nanoTime();
        String a = p.createDatabase("x y");
        System.out.println(a + (System.nanoTime() - t) / 1000000);
        t = System.nanoTime();
        String b = p.createDatabase("x y", a);
        System.out.println(b + (System.nanoTime() - t) / 1000000);
        t = System.nanoTime();
        DevRedis r = SharedTestRedis.get();
        System.out.println("redis " + (System.nanoTime() - t) / 1000000 + r.url());
    }
}
