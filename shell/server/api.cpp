#include "shell/server/api.h"

#include <zlib.h>

#include <algorithm>

#include "domain/text_rules.h"
#include "wire/json.h"
#include "wire/json_fields.h"

namespace parasol::server {
namespace {

// A browser sends this only from a page of the same origin: for any other it would have to ask first.
constexpr std::string_view protocol_header = "Parasol-Protocol";

// A tab that is busy asks some times a second; one that has gone wild is slowed down.
constexpr double session_burst = 400;
constexpr double session_rate = 100;
// Who comes with a session that is not known yet: everybody, after the server has started anew.
constexpr double newcomer_burst = 600;
constexpr double newcomer_rate = 60;
constexpr double stranger_burst = 60;
constexpr double stranger_rate = 10;

constexpr std::size_t worth_zipping = 1024;
constexpr std::size_t large_reply = 128 * 1024;
// Sessions that are known to live; beyond, all are strangers again until they ask next.
constexpr std::size_t most_live = 100000;
constexpr std::size_t longest_email = 254;
// Links for another password: for an address, and from one.
constexpr double reset_burst = 3;
constexpr double reset_rate = 1.0 / 600;
constexpr double network_reset_burst = 10;
constexpr double network_reset_rate = 1.0 / 60;
constexpr std::string_view cookie_manners = "; Path=/; Secure; HttpOnly; SameSite=Strict";

constexpr std::string_view session_prefix = "__Host-parasol-";
std::string session_cookie(const std::string& person) { return std::string(session_prefix) + person; }

std::string zipped(const std::string& text) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    // The network waits meanwhile: what is large is packed fast.
    const int level = text.size() > large_reply ? 1 : 5;
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return result == Z_STREAM_END ? out : std::string();
}

HttpAnswer speaks_another(int version) {
    if (version > protocol_version) {
        return http_error(http::status::upgrade_required, "client_too_new",
                          "This server speaks an older version of the protocol. It has to be updated first.");
    }
    return http_error(http::status::upgrade_required, "reload",
                      "This server speaks a newer version of the protocol. Load the page again.");
}

// Each cookie of a Cookie header, by name and value.
template <class Visit>
void each_cookie(std::string_view header, Visit&& visit) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        std::string_view one = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        const std::size_t equals = one.find('=');
        if (equals != std::string_view::npos) visit(one.substr(0, equals), one.substr(equals + 1));
    }
}

// Of the sessions in a Cookie header, the first few.
std::vector<std::string> tokens_in(std::string_view header) {
    constexpr std::size_t most_looked_at = 8;
    std::vector<std::string> tokens;
    each_cookie(header, [&](std::string_view name, std::string_view value) {
        if (name.starts_with(session_prefix) && tokens.size() < most_looked_at) tokens.emplace_back(value);
    });
    return tokens;
}

// What a cookie that is a secret is set with, for so long (0: until the browser ends), and how it is taken away.
std::string secret_cookie(const std::string& name, const std::string& value, Duration life) {
    const std::string age = life == 0 ? std::string() : "; Max-Age=" + std::to_string(life / one_second);
    return name + '=' + value + std::string(cookie_manners) + age;
}
std::string no_cookie(const std::string& name) { return name + '=' + std::string(cookie_manners) + "; Max-Age=0"; }

}  // namespace

HttpAnswer http_error(http::status status, std::string_view code, std::string_view message) {
    JsonWriter writer;
    writer.open('{');
    writer.key("error");
    writer.open('{');
    writer.key("code");
    writer.value(code);
    writer.key("message");
    writer.value(message);
    writer.close('}');
    writer.close('}');
    HttpAnswer answer;
    answer.status = status;
    answer.body = writer.take();
    return answer;
}

HttpAnswer http_later(http::status status, std::string_view code, std::string_view message, Duration wait) {
    HttpAnswer answer = http_error(status, code, message);
    answer.headers.emplace_back("Retry-After", std::to_string((wait + one_second - 1) / one_second));
    return answer;
}

HttpAnswer http_busy() {
    return http_later(http::status::service_unavailable, "busy", "The server is busy. Try again later.", one_second);
}

std::string cookie(std::string_view header, std::string_view name) {
    std::string found;
    each_cookie(header, [&](std::string_view one, std::string_view value) {
        if (one == name && found.empty()) found = value;
    });
    return found;
}

std::string browser_of(std::string_view agent) {
    struct Known {
        std::string_view mark;
        std::string_view name;
    };
    // The first that is there: many name others, too.
    static constexpr Known browsers[] = {{"Edg/", "Edge"},      {"OPR/", "Opera"},      {"Firefox/", "Firefox"},
                                         {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},   {"Chrome/", "Chrome"},
                                         {"Safari/", "Safari"}};
    static constexpr Known systems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},   {"Android", "Android"},
                                        {"CrOS", "ChromeOS"},   {"Windows", "Windows"}, {"Mac OS X", "macOS"},
                                        {"Linux", "Linux"}};
    const auto name_in = [&](const auto& known) {
        for (const Known& one : known) {
            if (agent.find(one.mark) != std::string_view::npos) return one.name;
        }
        return std::string_view();
    };
    const std::string_view browser = name_in(browsers), system = name_in(systems);
    if (browser.empty() || system.empty()) return std::string(browser.empty() ? system : browser);
    return std::string(browser) + " on " + std::string(system);
}

bool accepts(const HttpRequest& request, std::string_view coding) {
    return std::string_view(request[http::field::accept_encoding]).find(coding) != std::string_view::npos;
}

Api::Api(AuthorityThread& authority, Pokes& pokes, Metrics& metrics, const SodiumVault::Key& key, Options options)
    : authority_(authority),
      pokes_(pokes),
      metrics_(metrics),
      vault_(key),
      options_(options),
      of_sessions_(session_burst, session_rate),
      of_newcomers_(newcomer_burst, newcomer_rate),
      of_strangers_(stranger_burst, stranger_rate),
      of_reset_emails_(reset_burst, reset_rate),
      of_reset_networks_(network_reset_burst, network_reset_rate) {}

// Whatever another site could make a browser send.
std::optional<HttpAnswer> Api::refused(const HttpRequest& request, const std::string& network, bool posts) {
    const std::string_view site = request["Sec-Fetch-Site"];
    const std::string_view origin = request["Origin"];
    const std::string_view host = request["Host"];
    const std::size_t scheme = origin.find("://");
    const bool same_origin =
        origin.empty() || (scheme != std::string_view::npos && !host.empty() && origin.substr(scheme + 3) == host);
    if ((!site.empty() && site != "same-origin") || !same_origin) {
        return http_error(http::status::forbidden, "cross_site", "Only the portal's own page may ask this.");
    }
    if (posts) {
        const std::string_view type = request["Content-Type"];
        if (type.substr(0, type.find(';')) != "application/json") {
            return http_error(http::status::unsupported_media_type, "not_json", "The body has to be application/json.");
        }
        const std::string_view protocol = request[protocol_header];
        if (protocol.empty()) {
            return http_error(http::status::forbidden, "cross_site", "The header Parasol-Protocol is missing.");
        }
        const std::string version(protocol);
        if (version != std::to_string(protocol_version)) return speaks_another(std::atoi(version.c_str()));
    }
    // Only a session that is known to live counts by itself: what anybody may write into a cookie does not.
    const std::string session = live_session(request["Cookie"]);
    Buckets& of_others = tokens_in(request["Cookie"]).empty() ? of_strangers_ : of_newcomers_;
    const Instant now = steady_now();
    const Duration wait = session.empty() ? of_others.take(network, now) : of_sessions_.take(session, now);
    if (wait > 0) {
        metrics_.add("slowed");
        return http_later(http::status::too_many_requests, "slow_down", "Too many requests. Try again later.", wait);
    }
    if (authority_.waiting() >= options_.most_waiting) {
        metrics_.add("overloaded");
        return http_busy();
    }
    return std::nullopt;
}

void Api::sync(const HttpRequest& http, const std::string& network, Done done) {
    if (auto no = refused(http, network, true)) return done(std::move(*no));
    auto request = decode_request(http.body());
    if (!request) {
        return done(http_error(http::status::bad_request, "malformed", "The request is not one of the protocol."));
    }
    if (request->protocol != protocol_version) return done(speaks_another(request->protocol));
    const std::string person = request->session;
    // Which of this browser's sessions is meant: the page never sees a token.
    request->session = person.empty() ? std::string()
                                      : cookie(http["Cookie"], session_cookie(person));
    request->sender = {browser_of(http["User-Agent"]), network};
    const bool zips = accepts(http, "gzip");
    if (std::holds_alternative<SignIn>(request->body)) {
        return sign_in(std::move(*request), http["Cookie"], network, std::move(done));
    }
    if (std::holds_alternative<UseLink>(request->body)) {
        return use_link(std::move(*request), network, std::move(done));
    }
    if (std::holds_alternative<ConfirmSignIn>(request->body)) {
        return confirm(std::move(*request), network, std::move(done));
    }
    if (const auto* reset = std::get_if<RequestPasswordReset>(&request->body)) {
        const auto until = reset_slowed(reset->email, network);
        if (until) return done(answer_to(Refusing{Refusal::sign_in_slowed, *until}, {}, false));
    }
    const std::string session = request->session.empty() ? std::string() : print_of(request->session);
    Asked asked;
    if (const auto* pull = std::get_if<Pull>(&request->body); pull && pull->as_of == 0) {
        asked = {pull->held, pull->besides};
        asked.scopes.insert(asked.scopes.end(), pull->wanted.begin(), pull->wanted.end());
        for (const BegunScope& begun : pull->begun) asked.scopes.push_back(begun.scope);
    }
    authority_.ask(std::move(*request), [this, person, zips, session, asked = std::move(asked),
                                         done = std::move(done)](Reply reply) mutable {
        note(session, reply, std::move(asked));
        done(answer_to(std::move(reply), person, zips));
    });
}

// Answers come in the order in which the authority gave them, and before what it commits afterwards: a scope is of
// interest from the moment at which it was read.
void Api::note(const std::string& session, const Reply& reply, Asked asked) {
    if (session.empty()) return;
    const auto* refusing = std::get_if<Refusing>(&reply);
    if ((refusing && refusing->refusal == Refusal::signed_out) || std::holds_alternative<SignedOut>(reply)) {
        live_.erase(session);
        return;
    }
    if (live_.size() >= most_live) live_.clear();
    const auto* begun = std::get_if<SignedIn>(&reply);
    if (begun) live_.erase(session);
    live_.insert(begun ? print_of(begun->session) : session);
    const auto* pulled = std::get_if<Pulled>(&reply);
    if (!pulled || asked.scopes.empty()) return;
    std::unordered_set<Scope, ScopeHash> gone;
    for (const PulledScope& one : pulled->scopes) {
        if (one.answer == ScopeAnswer::gone) gone.insert(one.scope);
    }
    std::erase_if(asked.scopes, [&](const Scope& scope) { return gone.count(scope) != 0; });
    pokes_.pulled(session, std::move(asked.scopes), asked.besides);
}

std::string Api::print_of(const std::string& token) { return vault_.fingerprint("session", token); }

std::string Api::live_session(std::string_view cookies) {
    for (const std::string& token : tokens_in(cookies)) {
        std::string print = print_of(token);
        if (live_.count(print) != 0) return print;
    }
    return {};
}

void Api::sign_in(Request request, std::string_view cookies, const std::string& network, Done done) {
    std::string email = lower_email(trimmed(std::get<SignIn>(request.body).email));
    if (email.size() > longest_email) email = "no address";
    const std::string name = "__Host-known-" + vault_.fingerprint("device name", email);
    const std::string proof = vault_.fingerprint("device", email);
    const bool known = cookie(cookies, name) == proof;
    const bool shared = std::get<SignIn>(request.body).shared;
    const std::string kept = shared ? std::string() : secret_cookie(name, proof, options_.session_most);
    try_password(std::move(request), {email, network, known ? proof : std::string()}, kept, std::move(done));
}

// Whoever has a link may try the password of whom it is for.
void Api::use_link(Request request, const std::string& network, Done done) {
    const std::string link = "link " + vault_.fingerprint("link", std::get<UseLink>(request.body).token);
    try_password(std::move(request), {link, network, {}}, {}, std::move(done));
}

// Whoever has a session may try the password of whose it is.
void Api::confirm(Request request, const std::string& network, Done done) {
    const std::string session = "session " + (request.session.empty() ? network : print_of(request.session));
    try_password(std::move(request), {session, network, {}}, {}, std::move(done));
}

// Whoever asks for links, and whoever they are asked for, known or not.
std::optional<Instant> Api::reset_slowed(const std::string& email, const std::string& network) {
    const Instant now = steady_now();
    Duration wait = of_reset_networks_.take(network, now);
    if (wait == 0) wait = of_reset_emails_.take(lower_email(trimmed(email)).substr(0, longest_email), now);
    return wait > 0 ? std::optional(system_now() + wait) : std::nullopt;
}

// `proof` is a cookie for whoever signs in by it; empty: none.
void Api::try_password(Request request, SignInThrottle::Try attempt, std::string proof, Done done) {
    const Duration wait = sign_ins_.allowed_from(attempt, steady_now()) - steady_now();
    if (wait > 0) return done(answer_to(Refusing{Refusal::sign_in_slowed, system_now() + wait}, {}, false));
    authority_.ask(std::move(request), [this, attempt = std::move(attempt), proof = std::move(proof),
                                        done = std::move(done)](Reply reply) {
        const auto* refusing = std::get_if<Refusing>(&reply);
        if (refusing && (refusing->refusal == Refusal::wrong_sign_in || refusing->refusal == Refusal::code_wrong)) {
            metrics_.add("wrong_sign_ins");
            sign_ins_.wrong(attempt, steady_now());
        }
        const auto* begun = std::get_if<SignedIn>(&reply);
        if (begun) {
            live_.insert(print_of(begun->session));
        }
        if (begun || std::holds_alternative<Confirmed>(reply)) sign_ins_.right(attempt);
        const bool proven = begun && !proof.empty();
        HttpAnswer answer = answer_to(std::move(reply), {}, false);
        if (proven) answer.headers.emplace_back("Set-Cookie", proof);
        done(std::move(answer));
    });
}

HttpAnswer Api::answer_to(Reply reply, const std::string& person, bool zips) const {
    HttpAnswer answer;
    if (auto* begun = std::get_if<SignedIn>(&reply)) {
        const std::string id = to_string(begun->person);
        answer.headers.emplace_back("Set-Cookie", secret_cookie(session_cookie(id), begun->session,
                                                                begun->shared ? 0 : options_.session_most));
        begun->session = id;
    }
    if (std::holds_alternative<SignedOut>(reply) && parse_id(person)) {
        answer.headers.emplace_back("Set-Cookie", no_cookie(session_cookie(person)));
    }
    answer.body = encode(reply);
    if (zips && answer.body.size() >= worth_zipping) {
        std::string small = zipped(answer.body);
        if (!small.empty()) {
            answer.body = std::move(small);
            answer.headers.emplace_back("Content-Encoding", "gzip");
        }
    }
    return answer;
}

void Api::admit(const HttpRequest& http, const std::string& network,
                std::function<void(std::variant<HttpAnswer, Admitted>)> done) {
    if (auto no = refused(http, network, false)) return done(std::move(*no));
    const std::string_view target = http.target();
    constexpr std::string_view asks = "?person=";
    const std::size_t at = target.find(asks);
    const std::string person(at == std::string_view::npos ? std::string_view() : target.substr(at + asks.size()));
    const auto id = parse_id_as<PersonId>(person);
    const std::string token = id ? cookie(http["Cookie"], session_cookie(person)) : std::string();
    Request request;
    request.session = token;
    request.body = Pull{};
    authority_.ask(std::move(request), [this, token, id, done = std::move(done)](const Reply& reply) {
        if (std::holds_alternative<Pulled>(reply) && id) {
            note(print_of(token), reply, {});
            return done(Admitted{print_of(token), *id});
        }
        const auto* refusing = std::get_if<Refusing>(&reply);
        if (refusing && refusing->refusal == Refusal::not_stored) {
            return done(http_busy());
        }
        done(http_error(http::status::unauthorized, "signed_out", "The session has ended. Sign in again."));
    });
}

}  // namespace parasol::server
