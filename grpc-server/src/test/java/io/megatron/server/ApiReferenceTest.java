package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.megatron.core.Rejection;
import io.megatron.options.v1.Access;
import io.megatron.options.v1.AccessProto;
import io.megatron.options.v1.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiReferenceTest {

    static Stream<MethodDescriptor> methods() {
        return ApiReference.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream());
    }

    @Test
    void the_api_reference_says_what_the_server_does() throws IOException {
        Path file = Sources.project().resolve("docs/api.md");
        if (Boolean.getBoolean("megatron.renew")) {
            Files.writeString(file, ApiReference.text());
        }

        assertThat(Files.readString(file))
                .as("renew it with -Dmegatron.renew=true, see its first lines")
                .isEqualTo(ApiReference.text());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void every_method_states_its_roles(MethodDescriptor method) {
        Access access = method.getOptions().getExtension(AccessProto.access);

        assertThat(access.getRolesList())
                .isNotEmpty()
                .doesNotContain(Role.ROLE_UNSPECIFIED, Role.UNRECOGNIZED)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void what_writes_carries_a_request_id_and_only_that(MethodDescriptor method) {
        Access access = method.getOptions().getExtension(AccessProto.access);
        boolean looksItUp = method.getName().endsWith("ByRequestId");

        assertThat(method.getInputType().findFieldByName("request_id") != null && !looksItUp)
                .isEqualTo(access.getMutating());
        // Whoever has no name yet has no request ids of their own that could be remembered.
        boolean isRemembered = !access.getRolesList().contains(Role.ROLE_ANYBODY);
        assertThat(ApiReference.rejections(method).contains(Rejection.REQUEST_ID_REUSED.name()))
                .isEqualTo(access.getMutating() && isRemembered);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void every_refusal_a_method_names_exists_and_stands_in_its_order(MethodDescriptor method) {
        List<Rejection> rejections =
                ApiReference.rejections(method).stream().map(Rejection::valueOf).toList();

        assertThat(rejections).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(rejections).doesNotHaveDuplicates();
    }

    @Test
    void every_refusal_is_named_by_some_method_or_is_one_of_items_of_runs() {
        List<Rejection> named =
                methods()
                        .flatMap(method -> ApiReference.rejections(method).stream())
                        .map(Rejection::valueOf)
                        .toList();

        assertThat(named)
                .containsAll(EnumSet.complementOf(EnumSet.copyOf(ApiReference.OF_RUN_ITEMS)))
                .doesNotContainAnyElementsOf(ApiReference.OF_RUN_ITEMS);
    }
}
