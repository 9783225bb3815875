package io.megatron.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.megatron.core.ledger.Call;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions of docs/architecture.md, between modules and inside them. */
class ArchitectureTest {
    private static final String CURVE = "io.megatron.curve..";
    private static final String MAPPER = "io.megatron.mapper..";
    private static final String CORE = "io.megatron.core..";
    private static final String JOBS = "io.megatron.jobs..";
    private static final String SERVER = "io.megatron.server..";
    private static final String DEV = "io.megatron.devservices..";
    private static final String PROTO = "io.megatron.(*).v1..";

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.megatron");
    }

    @Test
    void the_curve_is_pure() {
        check(
                classes()
                        .that()
                        .resideInAPackage(CURVE)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(CURVE, "java..", "org.jspecify..")
                        .because("curve-lib knows no framework"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage(CURVE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.io..", "java.net..", "java.sql..")
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.time.Clock")
                        .because("curve-lib does no I/O and reads no clock"));
    }

    @Test
    void modules_know_only_what_lies_below_them() {
        check(knowsNothingOf(MAPPER, CORE, JOBS, SERVER, DEV, PROTO));
        check(knowsNothingOf(CORE, JOBS, SERVER, DEV, PROTO));
        check(knowsNothingOf(JOBS, SERVER, DEV, PROTO));
        check(knowsNothingOf(DEV, CURVE, MAPPER, CORE, JOBS, SERVER, PROTO));
        check(knowsNothingOf(PROTO, CURVE, MAPPER, CORE, JOBS, SERVER, DEV));
    }

    @Test
    void the_exchange_knows_neither_grpc_nor_batch_nor_quartz() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(CORE, MAPPER)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.grpc..",
                                "com.google.protobuf..",
                                "org.springframework.grpc..",
                                "org.springframework.batch..",
                                "org.quartz.."));
    }

    @Test
    void the_server_reads_rows_but_asks_the_exchange_for_them() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(SERVER)
                        .should()
                        .dependOnClassesThat()
                        .haveSimpleNameEndingWith("Mapper")
                        .orShould()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.ibatis..", "org.mybatis..", "com.zaxxer..")
                        .because("a use case stands between a call and the database"));
    }

    /** Whoever makes a call by hand could forget that it is an administrator's. */
    @Test
    void calls_are_made_where_it_is_known_whose_they_are() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(SERVER)
                        .and()
                        .doNotHaveSimpleName("Calls")
                        .and()
                        .doNotHaveSimpleName("CreatingAdministrator")
                        .should()
                        .callMethod(
                                Call.class, "of", UUID.class, UUID.class, String.class, Map.class)
                        .because("what administrators and operators write is audited"));
    }

    @Test
    void only_the_start_of_the_server_knows_jobs_and_embedded_servers() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(SERVER)
                        .and(not(resideInAnyPackage("io.megatron.server", "..server.runtime..")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(JOBS, DEV));
    }

    @Test
    void contexts_use_each_other_one_way() {
        check(
                coreContext(
                        "ledger",
                        "accounts",
                        "assets",
                        "events",
                        "funding",
                        "trading",
                        "pricing",
                        "custody",
                        "identity",
                        "operations"));
        check(
                coreContext(
                        "events",
                        "accounts",
                        "assets",
                        "funding",
                        "trading",
                        "pricing",
                        "custody",
                        "identity",
                        "operations"));
        check(
                coreContext(
                        "accounts",
                        "assets",
                        "funding",
                        "trading",
                        "pricing",
                        "custody",
                        "identity",
                        "operations"));
        check(
                coreContext(
                        "assets",
                        "funding",
                        "trading",
                        "pricing",
                        "custody",
                        "identity",
                        "operations"));
        check(coreContext("trading", "funding", "pricing", "custody", "identity", "operations"));
        check(coreContext("funding", "trading", "pricing", "custody", "identity", "operations"));
        check(coreContext("pricing", "funding", "custody", "identity", "operations"));
        check(coreContext("custody", "funding", "trading", "pricing", "identity", "operations"));
        check(
                coreContext(
                        "identity",
                        "events",
                        "assets",
                        "funding",
                        "trading",
                        "pricing",
                        "custody",
                        "operations"));
    }

    @Test
    void internals_stay_inside_their_context() {
        check(classes().that().resideInAPackage("io.megatron..internal..").should(beUsedAtHome()));
    }

    @Test
    void endpoints_know_each_others_services_not() {
        for (String context :
                List.of(
                        "trading",
                        "assets",
                        "funding",
                        "ledger",
                        "events",
                        "pricing",
                        "custody",
                        "identity",
                        "operations")) {
            check(
                    noClasses()
                            .that(
                                    resideInAnyPackage(
                                                    "io.megatron.server.trading..",
                                                    "io.megatron.server.pricing..",
                                                    "io.megatron.server.assets..",
                                                    "io.megatron.server.funding..",
                                                    "io.megatron.server.ledger..",
                                                    "io.megatron.server.events..",
                                                    "io.megatron.server.custody..",
                                                    "io.megatron.server.identity..",
                                                    "io.megatron.server.operations..")
                                            .and(
                                                    not(
                                                            resideInAPackage(
                                                                    "io.megatron.server."
                                                                            + context
                                                                            + ".."))))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.megatron.server." + context + ".."));
        }
    }

    @Test
    void nothing_is_named_after_nothing() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(PROTO)
                        .should()
                        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
                        .because("a class is named as the work it does"));
    }

    private static ArchRule knowsNothingOf(String module, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }

    private static ArchRule coreContext(String context, String... above) {
        String[] packages =
                List.of(above).stream()
                        .map(name -> "io.megatron.core." + name + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.megatron.core." + context + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchCondition<JavaClass> beUsedAtHome() {
        Pattern home = Pattern.compile("(.*?)\\.internal(\\..*)?");
        return new ArchCondition<>("be used only by their own context") {
            @Override
            public void check(JavaClass internal, ConditionEvents events) {
                Matcher matcher = home.matcher(internal.getPackageName());
                if (!matcher.matches()) {
                    return;
                }
                String context = matcher.group(1);
                internal.getDirectDependenciesToSelf().stream()
                        .filter(use -> !isWithin(use.getOriginClass(), context))
                        .forEach(
                                use ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        use, use.getDescription())));
            }
        };
    }

    private static boolean isWithin(JavaClass user, String context) {
        return user.getPackageName().equals(context)
                || user.getPackageName().startsWith(context + ".");
    }

    private static void check(ArchRule rule) {
        rule.check(code);
    }
}
