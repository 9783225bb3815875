package io.megatron.server.identity;

import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.Mailing;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Hands letters to a mail server, each over a connection of its own: there are few of them. An
 * address is taken as it is written and never parsed for what else it could mean, so that no text
 * that somebody signs up with makes a second recipient or another header.
 */
final class MailServer implements Mailing {
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final EmailAddress from;

    /**
     * @throws IllegalArgumentException if there is no server, or the sender's address is none
     */
    MailServer(MailSettings settings) {
        if (settings.host() == null || settings.from() == null) {
            throw new IllegalArgumentException("no mail server is configured");
        }
        from = EmailAddress.parse(settings.from());
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setUsername(settings.user());
        sender.setPassword(settings.password());
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        sender.setJavaMailProperties(properties(settings));
    }

    private static Properties properties(MailSettings settings) {
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        properties.put("mail.smtp.connectiontimeout", timeout);
        properties.put("mail.smtp.timeout", timeout);
        properties.put("mail.smtp.writetimeout", timeout);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.encryption()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
        }
        return properties;
    }

    @Override
    public void send(Letter letter) {
        sender.send(message(letter));
    }

    private MimeMessage message(Letter letter) {
        try {
            MimeMessageHelper message = new MimeMessageHelper(sender.createMimeMessage());
            message.setFrom(exactly(from));
            message.setTo(exactly(letter.to()));
            message.setSubject(letter.subject());
            message.setText(letter.text());
            // What is sent by machines says so, and no machine answers it (RFC 3834).
            message.getMimeMessage().setHeader("Auto-Submitted", "auto-generated");
            return message.getMimeMessage();
        } catch (MessagingException unfit) {
            throw new MailPreparationException("a letter cannot be written", unfit);
        }
    }

    private static InternetAddress exactly(EmailAddress address) throws AddressException {
        InternetAddress exact = new InternetAddress();
        exact.setAddress(address.text());
        exact.validate();
        return exact;
    }
}
