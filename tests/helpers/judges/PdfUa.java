import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judge PDF files by the veraPDF engine and its PDF/UA-1 profile (ISO 14289-1), one line of JSON for each file:
 *
 * <pre>{"file": "…", "rules": 106, "checks": 2345, "failures": [{"rule": "7.1-3", "times": 2, "message": "…", "where": "…"}]}</pre>
 *
 * A file that cannot be read as a PDF has one failure, of the rule "unreadable". The profile is read here with the DOM
 * parser of the Java platform, because the engine's own reader needs an XML binding library that newer Javas lack.
 */
public final class PdfUa {
    private static final String PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml";
    private static final int FAILURES_KEPT_PER_RULE = 1000;

    public static void main(String[] paths) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = readProfile();
        for (String path : paths) {
            out.println(judge(path, profile));
        }
    }

    private static String judge(String path, ValidationProfile profile) {
        Map<String, TestAssertion> firsts = new LinkedHashMap<>();
        Map<String, Integer> times = new LinkedHashMap<>();
        long checks;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), PDFAFlavour.PDFUA_1);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, FAILURES_KEPT_PER_RULE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            checks = result.getTotalAssertions();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    firsts.putIfAbsent(rule, assertion);
                    times.merge(rule, 1, Integer::sum);
                }
            }
            if (!result.isCompliant() && firsts.isEmpty()) {
                return line(path, profile, checks, List.of(failure("unfinished", 1, result.getJobEndStatus().toString(), "")));
            }
        } catch (Exception | StackOverflowError | OutOfMemoryError fault) {
            return line(path, profile, 0, List.of(failure("unreadable", 1, String.valueOf(fault.getMessage()), "")));
        }
        List<String> failures = new ArrayList<>();
        firsts.forEach((rule, first) -> {
            String message = first.getErrorMessage() == null ? first.getMessage() : first.getErrorMessage();
            failures.add(failure(rule, times.get(rule), message, first.getLocation().getContext()));
        });
        return line(path, profile, checks, failures);
    }

    private static ValidationProfile readProfile() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        try (InputStream stream = PdfUa.class.getClassLoader().getResourceAsStream(PROFILE)) {
            Element root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new LinkedHashSet<>();
            for (Element rule : all(root, "rule")) {
                rules.add(readRule(rule));
            }
            Set<Variable> variables = new LinkedHashSet<>();
            for (Element variable : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                        text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(PDFAFlavour.PDFUA_1,
                    Profiles.profileDetailsFromValues("PDF/UA-1", "", "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule readRule(Element rule) {
        Element id = all(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : all(rule, "argument")) {
            arguments.add(new Argument(argument.getTextContent(), argument.getAttribute("name")));
        }
        PDFAFlavour.Specification specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                Boolean.valueOf(rule.getAttribute("deferred")),
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), arguments),
                List.of());
    }

    private static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        List<Element> found = all(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static String line(String path, ValidationProfile profile, long checks, List<String> failures) {
        return "{\"file\": " + quote(path) + ", \"rules\": " + profile.getRules().size() + ", \"checks\": " + checks
                + ", \"failures\": [" + String.join(", ", failures) + "]}";
    }

    private static String failure(String rule, int times, String message, String where) {
        return "{\"rule\": " + quote(rule) + ", \"times\": " + times + ", \"message\": " + quote(message)
                + ", \"where\": " + quote(where == null ? "" : where) + "}";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : String.valueOf(text).toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** An argument of a rule's message; the engine fills a copy of it in. */
    private static final class Argument implements ErrorArgument {
        private final String argument;
        private final String name;

        Argument(String argument, String name) {
            this.argument = argument;
            this.name = name.isEmpty() ? null : name;
        }

        @Override
        public String getArgument() {
            return argument;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getArgumentValue() {
            return null;
        }
    }
}
