package io.megatron.core.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.Resource;

/**
 * A context that looks for its beans in classes as another one has read them: they do not change
 * while tests run, and to read them all takes longer than most tests.
 */
final class KnownClasses extends AnnotationConfigApplicationContext {
    private static final Map<Class<?>, Map<Resource, ?>> READ = new ConcurrentHashMap<>();

    @Override
    @SuppressWarnings("unchecked") // each map is only ever filled by who asks for its class
    public <T> Map<Resource, T> getResourceCache(Class<T> valueType) {
        return (Map<Resource, T>)
                READ.computeIfAbsent(valueType, _ -> new ConcurrentHashMap<Resource, T>());
    }

    /** They are everybody's. */
    @Override
    public void clearResourceCaches() {}
}
