package io.megatron.server.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Marks what exists only on nodes with a role. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(RunsAs.HasRole.class)
public @interface RunsAs {

    NodeRole value();

    /** Asks the configuration, since conditions are decided before there are any beans. */
    final class HasRole implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Map<String, ?> attributes =
                    Objects.requireNonNull(
                            metadata.getAnnotationAttributes(RunsAs.class.getName()));
            Set<NodeRole> roles =
                    Binder.get(context.getEnvironment())
                            .bind("megatron.node.roles", Bindable.setOf(NodeRole.class))
                            .orElse(Set.of());
            return roles.contains(attributes.get("value"));
        }
    }
}
