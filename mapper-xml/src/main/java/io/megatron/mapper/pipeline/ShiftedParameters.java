package io.megatron.mapper.pipeline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;

/** Lets a statement's parameters be set as if it stood alone, wherever it stands among others. */
final class ShiftedParameters {
    private ShiftedParameters() {}

    static PreparedStatement by(int before, PreparedStatement all) {
        if (before == 0) {
            return all;
        }
        return (PreparedStatement)
                Proxy.newProxyInstance(
                        PreparedStatement.class.getClassLoader(),
                        new Class<?>[] {PreparedStatement.class},
                        (proxy, method, arguments) -> {
                            if (arguments != null
                                    && arguments.length > 1
                                    && method.getName().startsWith("set")
                                    && arguments[0] instanceof Integer index) {
                                arguments[0] = index + before;
                            }
                            try {
                                return method.invoke(all, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
