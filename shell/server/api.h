// What is answered under api/: requests of the protocol as docs/protocol.md says, with the cookies, limits and refusals
// around them. Knows HTTP messages and no sockets; to be used in one thread.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "shell/server/authority_thread.h"
#include "shell/server/metrics.h"
#include "shell/server/pokes.h"
#include "shell/server/throttle.h"

namespace parasol::server {

namespace http = boost::beast::http;
using HttpRequest = http::request<http::string_body>;

struct HttpAnswer {
    http::status status = http::status::ok;
    std::string type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

// {"error":{"code":...,"message":...}}
HttpAnswer http_error(http::status status, std::string_view code, std::string_view message);
// The same with Retry-After, which counts whole seconds.
HttpAnswer http_later(http::status status, std::string_view code, std::string_view message, Duration wait);
HttpAnswer http_busy();

// Of a Cookie header; empty where there is none of this name.
std::string cookie(std::string_view header, std::string_view name);
// What a User-Agent says, coarsely: "Firefox on Linux"; empty where it says nothing that is known.
std::string browser_of(std::string_view agent);
// Whether whoever asks understands this coding of the answer ("gzip").
bool accepts(const HttpRequest& request, std::string_view coding);

class Api {
  public:
    struct Options {
        std::size_t most_waiting = 5000;  // requests on their way; more are answered 503
        Duration session_most = 90 * one_day;  // how long a session's cookie is kept
    };
    // Borrows all; they outlive it.
    Api(AuthorityThread& authority, Pokes& pokes, Metrics& metrics, const SodiumVault::Key& key, Options options);

    using Done = std::function<void(HttpAnswer)>;
    // POST api/sync. `network` is the address that it comes from.
    void sync(const HttpRequest& request, const std::string& network, Done done);

    // Whether one of a Cookie header's sessions is known to live: it has been answered lately.
    bool has_session(std::string_view cookies) { return !live_session(cookies).empty(); }

    // GET api/poke: who may listen; else the answer.
    struct Admitted {
        std::string session;  // its fingerprint
        PersonId person;
    };
    void admit(const HttpRequest& request, const std::string& network,
               std::function<void(std::variant<HttpAnswer, Admitted>)> done);

  private:
    std::optional<HttpAnswer> refused(const HttpRequest& request, const std::string& network, bool posts);
    void sign_in(Request request, std::string_view cookies, const std::string& network, Done done);
    void use_link(Request request, const std::string& network, Done done);
    void confirm(Request request, const std::string& network, Done done);
    std::optional<Instant> reset_slowed(const std::string& email, const std::string& network);
    void try_password(Request request, SignInThrottle::Try attempt, std::string proof, Done done);
    // What a pull named.
    struct Asked {
        std::vector<Scope> scopes;
        bool besides = false;
    };
    void note(const std::string& session, const Reply& reply, Asked asked);
    std::string print_of(const std::string& token);
    // The fingerprint of one of a Cookie header's sessions that is known to live; empty where none is.
    std::string live_session(std::string_view cookies);
    HttpAnswer answer_to(Reply reply, const std::string& person, bool zipped) const;

    AuthorityThread& authority_;
    Pokes& pokes_;
    Metrics& metrics_;
    SodiumVault vault_;
    Options options_;
    SignInThrottle sign_ins_;
    std::unordered_set<std::string> live_;  // sessions, by their fingerprint
    Buckets of_sessions_;
    Buckets of_newcomers_;
    Buckets of_strangers_;
    Buckets of_reset_emails_;
    Buckets of_reset_networks_;
};

}  // namespace parasol::server
