#include "shell/server/smtp_mailer.h"

#include <curl/curl.h>

#include <boost/asio/post.hpp>
#include <ctime>
#include <utility>

#include "domain/text_rules.h"
#include "shell/server/log.h"
#include "shell/server/loop.h"
#include "shell/server/mail_text.h"
#include "wire/enum_names.h"

namespace parasol::server {
namespace {

// Shorter than the pause after which another authority would try.
constexpr long longest_delivery = 50;  // seconds

// Of a relay's address, "host".
std::string host_of(const std::string& relay) {
    const std::size_t scheme = relay.find("://");
    const std::string rest = scheme == std::string::npos ? std::string() : relay.substr(scheme + 3);
    if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
    return rest.substr(0, rest.find_first_of(":/"));
}

// A name that only begins like one of this machine's addresses is none.
bool is_here(const std::string& host) {
    const bool number = host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host == "::1" || (number && host.starts_with("127."));
}

// What may stand between < and > in SMTP without being quoted.
bool is_plain_address(const std::string& email) {
    return is_email(email) && email.find_first_of("<>()[],;:\\\"") == std::string::npos;
}

std::string date_header(Instant at) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = static_cast<std::time_t>(at / one_second);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char rest[40];
    std::strftime(rest, sizeof rest, "%Y %H:%M:%S +0000", &utc);
    return std::string("Date: ") + days[utc.tm_wday] + ", " + std::to_string(utc.tm_mday) + " " + months[utc.tm_mon] +
           " " + rest;
}

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); }

}  // namespace

std::string problem_of(const MailOptions& options) {
    if (options.relay.empty()) return {};
    const bool known = options.relay.starts_with("smtp://") || options.relay.starts_with("smtps://");
    if (!known || host_of(options.relay).empty()) {
        return "The mail relay has to be like smtp://mail.example:587 or smtps://mail.example:465.";
    }
    if (!is_plain_address(options.sender)) return "Mail needs a sender's address: --mail-from.";
    if (options.portal.empty()) return "Mail needs to know where the portal is, for its links: --url.";
    return {};
}

bool takes_tls(const MailOptions& options) { return !options.plain && !is_here(host_of(options.relay)); }

SmtpMailer::SmtpMailer(boost::asio::io_context& io, MailOptions options) : io_(io), options_(std::move(options)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

SmtpMailer::~SmtpMailer() {
    *alive_ = false;
    thread_.stop();
    thread_.join();
}

// Callbacks belong to the answering thread, so one stays there, in a box, while its mail is away.
void SmtpMailer::send(Mail mail, Callback<void(MailEnd)> done) {
    auto box = std::make_shared<Callback<void(MailEnd)>>(std::move(done));
    boost::asio::post(thread_, [this, alive = alive_, box, mail = std::move(mail)]() mutable {
        const MailEnd end = deliver(mail);
        boost::asio::post(io_, [alive = std::move(alive), box = std::move(box), end] {
            if (*alive) (*box)(end);
        });
    });
}

void SmtpMailer::gave_up(const Mail& mail) {
    const std::int64_t seconds = (system_now() - mail.made) / one_second;
    log(Level::error, "mail_given_up", {{"kind", enum_name(mail.kind)}, {"tried_for", seconds}});
}

MailEnd SmtpMailer::deliver(const Mail& mail) const {
    if (!is_plain_address(mail.email)) return MailEnd::refused;
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return MailEnd::failed;
    const MailText text = mail_text(mail, options_.portal);
    const std::string host = options_.sender.substr(options_.sender.find('@') + 1);
    List headers, to;
    append(headers, date_header(system_now()));
    append(headers, "From: Parasol <" + options_.sender + ">");
    append(headers, "To: <" + mail.email + ">");
    append(headers, "Subject: " + header_text(text.subject));
    append(headers, "Message-ID: <" + to_string(mail.id) + "." + std::to_string(system_now()) + "@" + host + ">");
    append(headers, "Auto-Submitted: auto-generated");
    append(to, "<" + mail.email + ">");
    const std::unique_ptr<curl_mime, decltype(&curl_mime_free)> body(curl_mime_init(curl.get()), curl_mime_free);
    curl_mimepart* part = curl_mime_addpart(body.get());
    curl_mime_data(part, text.body.data(), text.body.size());
    curl_mime_type(part, "text/plain; charset=utf-8");
    curl_mime_encoder(part, "quoted-printable");

    const std::string from = "<" + options_.sender + ">";
    curl_easy_setopt(curl.get(), CURLOPT_URL, options_.relay.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const long tls = takes_tls(options_) ? CURLUSESSL_ALL : CURLUSESSL_TRY;
    curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, tls);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, body.get());
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, longest_delivery);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    if (!options_.user.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options_.user.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, options_.password.c_str());
    }
    const CURLcode result = curl_easy_perform(curl.get());
    if (result == CURLE_OK) return MailEnd::sent;
    long code = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
    log(Level::warning, "mail", {{"problem", curl_easy_strerror(result)}, {"answer", std::int64_t{code}}});
    // No such mailbox: of anything else the relay may think again.
    const bool for_good = result == CURLE_SEND_ERROR && (code == 550 || code == 551 || code == 553);
    return for_good ? MailEnd::refused : MailEnd::failed;
}

}  // namespace parasol::server
