#include "shell/server/connection.h"

#include <boost/asio/write.hpp>
#include <utility>

#include "wire/json.h"

namespace parasol::server {
namespace {

// Proxies and firewalls cut what is silent.
constexpr std::chrono::seconds pulse{25};
constexpr std::size_t most_header_bytes = 16 * 1024;
// Of a body that comes with no session known to live: nobody but people who work here makes the server read more.
constexpr std::size_t most_of_strangers = 64 * 1024;
constexpr std::size_t read_at_once = 64 * 1024;
// What a slow reader of pokes may have before it.
constexpr std::size_t most_unread = 4096;

// ASVS 3.4. The policy is the page's own, with what only a header can say.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; frame-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

// On every answer, errors and streams included.
constexpr std::pair<std::string_view, std::string_view> manners[] = {{"X-Content-Type-Options", "nosniff"},
                                                                     {"Referrer-Policy", "no-referrer"},
                                                                     {"Cross-Origin-Opener-Policy", "same-origin"},
                                                                     {"Cross-Origin-Resource-Policy", "same-origin"},
                                                                     {"Content-Security-Policy", content_policy}};
// Besides, where TLS is before this.
constexpr std::pair<std::string_view, std::string_view> tls_alone = {"Strict-Transport-Security",
                                                                     "max-age=31536000; includeSubDomains"};

std::string last_forwarded(std::string_view header) {
    const std::size_t comma = header.rfind(',');
    if (comma != std::string_view::npos) header.remove_prefix(comma + 1);
    while (!header.empty() && header.front() == ' ') header.remove_prefix(1);
    return std::string(header);
}

std::string_view path_of(const HttpRequest& request) {
    const std::string_view target = request.target();
    return target.substr(0, target.find('?'));
}

}  // namespace

Connection::Connection(HttpServer& server, tcp::socket socket) : server_(server), stream_(std::move(socket)) {
    Error error;
    const auto remote = stream_.socket().remote_endpoint(error);
    if (!error) network_ = remote.address().to_string();
    stream_.socket().set_option(tcp::no_delay(true), error);
}

Connection::~Connection() {
    if (subscriber_) server_.pokes_.close(*subscriber_);
    server_.body_bytes_ -= reserved_;
    server_.ended(this);
}

void Connection::start() { read(); }

void Connection::finish() {
    finishing_ = true;
    if (!busy_) close();
}

void Connection::close() {
    Error ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
}

// --- Requests

void Connection::read() {
    parser_.emplace();
    parser_->header_limit(most_header_bytes);
    parser_->body_limit(largest_request);
    stream_.expires_after(server_.options_.longest_exchange);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](const Error& error, std::size_t) { self->read_body(error); });
}

void Connection::read_body(const Error& error) {
    const bool is_over = error == http::error::end_of_stream || error == http::error::partial_message;
    const bool is_http = error.category() == http::make_error_code(http::error::end_of_stream).category();
    if (error && (is_over || !is_http)) return close();
    busy_ = true;
    begun_ = std::chrono::steady_clock::now();
    type_ = "other";
    const std::uint64_t length = error ? 0 : parser_->content_length().value_or(0);
    if (auto no = refused(error, length)) {
        finishing_ = true;  // what follows is a body that nobody reads
        return answer(std::move(*no));
    }
    reserved_ = length;
    server_.body_bytes_ += reserved_;
    if (length > most_of_strangers) buffer_.reserve(read_at_once);
    stream_.expires_after(server_.options_.longest_exchange);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](const Error& failed, std::size_t) { self->dispatch(failed); });
}

// By its header alone. How large a body is has to be said before it is read: all of them together have to fit.
std::optional<HttpAnswer> Connection::refused(const Error& error, std::uint64_t length) const {
    if (error == http::error::header_limit) {
        return http_error(http::status::request_header_fields_too_large, "too_large", "The header is too large.");
    }
    if (error == http::error::body_limit) {
        return http_error(http::status::payload_too_large, "too_large", "The request is too large.");
    }
    const auto& header = parser_->get();
    const std::string_view named = header[http::field::content_length];
    const bool clear = named.find_first_not_of("0123456789") == std::string_view::npos;
    if (error || header.count(http::field::host) != 1 || !clear) {
        return http_error(http::status::bad_request, "malformed", "This is not HTTP/1.1.");
    }
    // Also a coding that is not known here: whoever stands before this may know it, and see another end of the request.
    if (header.count(http::field::transfer_encoding) != 0) {
        return http_error(http::status::length_required, "length_required", "The body's length has to be named.");
    }
    if (server_.body_bytes_ + length > server_.options_.most_body_bytes) {
        return http_busy();
    }
    if (length > most_of_strangers && !server_.api_.has_session(parser_->get()[http::field::cookie])) {
        return http_error(http::status::unauthorized, "signed_out",
                          "So large a request is taken from a session that has been answered before.");
    }
    return std::nullopt;
}

void Connection::dispatch(const Error& error) {
    if (error) return close();
    stream_.expires_never();
    const HttpRequest& request = parser_->get();
    if (server_.options_.behind_proxy) {
        network_ = last_forwarded(request["X-Forwarded-For"]);
    }
    const std::string_view path = path_of(request);
    if (path == "/api/sync" && request.method() == http::verb::post) {
        type_ = "sync";
        return server_.api_.sync(request, network_,
                                 [self = shared_from_this()](HttpAnswer reply) { self->answer(std::move(reply)); });
    }
    if (path == "/api/poke" && request.method() == http::verb::get) {
        type_ = "poke";
        return open_pokes();
    }
    answer_site();
}

void Connection::answer_site() {
    const HttpRequest& request = parser_->get();
    const std::string_view path = path_of(request);
    const bool reads = request.method() == http::verb::get || request.method() == http::verb::head;
    if (path == "/api/sync" || path == "/api/poke" || !reads) {
        HttpAnswer no = http_error(http::status::method_not_allowed, "method", "This is not answered here.");
        no.headers.emplace_back("Allow", path == "/api/sync" ? "POST" : path == "/api/poke" ? "GET" : "GET, HEAD");
        return answer(std::move(no));
    }
    if (path == "/healthz") {
        HttpAnswer well;
        well.type = "text/plain; charset=utf-8";
        well.body = "ok\n";
        return answer(std::move(well));
    }
    // Behind a proxy whoever watches asks without it.
    if (path == "/metrics" && (!server_.options_.behind_proxy || request["X-Forwarded-For"].empty())) {
        server_.metrics_.set("connections", static_cast<std::int64_t>(server_.connections_.size()));
        server_.metrics_.set("poke_streams", static_cast<std::int64_t>(server_.pokes_.size()));
        HttpAnswer numbers;
        numbers.type = "text/plain; version=0.0.4; charset=utf-8";
        numbers.body = server_.metrics_.text();
        return answer(std::move(numbers));
    }
    type_ = "page";
    if (const Page* page = server_.pages_.find(path)) return answer_page(*page);
    answer(http_error(http::status::not_found, "not_found", "There is nothing here."));
}

// --- Answers

void Connection::answer_page(const Page& page) {
    const HttpRequest& request = parser_->get();
    std::vector<std::pair<std::string, std::string>> headers = {
        {"ETag", page.tag}, {"Vary", "Accept-Encoding"}, {"Cache-Control", "no-cache"}};
    if (std::string_view(request[http::field::if_none_match]).find(page.tag) != std::string_view::npos) {
        return write(http::status::not_modified, page.type, {}, false, headers);
    }
    std::string_view body = page.plain;
    if (!page.brotli.empty() && accepts(request, "br")) {
        body = page.brotli;
        headers.emplace_back("Content-Encoding", "br");
    } else if (!page.gzip.empty() && accepts(request, "gzip")) {
        body = page.gzip;
        headers.emplace_back("Content-Encoding", "gzip");
    }
    write(http::status::ok, page.type, body, false, headers);
}

void Connection::answer(HttpAnswer reply) {
    body_ = std::move(reply.body);
    write(reply.status, reply.type, body_, true, reply.headers);
}

void Connection::write(http::status status, std::string_view type, std::string_view body, bool no_store,
                       const std::vector<std::pair<std::string, std::string>>& headers) {
    const bool parsed = parser_->is_header_done();
    const bool keeps = parsed && parser_->get().keep_alive() && !finishing_;
    const bool head = parsed && parser_->get().method() == http::verb::head;
    answer_.emplace(status, 11);
    SpanAnswer& out = *answer_;
    out.set(http::field::content_type, type);
    for (const auto& [name, value] : headers) out.insert(name, value);
    if (no_store) out.set(http::field::cache_control, "no-store");
    for (const auto& [name, value] : manners) out.set(name, value);
    if (server_.options_.behind_proxy) out.set(tls_alone.first, tls_alone.second);
    out.keep_alive(keeps);
    out.content_length(body.size());
    if (!head && status != http::status::not_modified) {
        out.body() = boost::beast::span<const char>(body.data(), body.size());
    }
    if (status == http::status::not_modified) out.erase(http::field::content_length);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun_;
    server_.metrics_.answered(type_, static_cast<unsigned>(status), took.count());
    stream_.expires_after(server_.options_.longest_answer);
    http::async_write(stream_, out,
                      [self = shared_from_this()](const Error& error, std::size_t) { self->answered(error); });
}

void Connection::answered(const Error& error) {
    const bool goes_on = !error && answer_->keep_alive() && !finishing_;
    answer_.reset();
    body_.clear();
    server_.body_bytes_ -= reserved_;
    reserved_ = 0;
    busy_ = false;
    if (goes_on) return read();
    close();
}

// --- Pokes

void Connection::open_pokes() {
    server_.api_.admit(parser_->get(), network_,
                       [self = shared_from_this()](std::variant<HttpAnswer, Api::Admitted> admitted) {
                           if (auto* no = std::get_if<HttpAnswer>(&admitted)) return self->answer(std::move(*no));
                           self->stream_pokes(std::get<Api::Admitted>(admitted));
                       });
}

void Connection::stream_pokes(const Api::Admitted& admitted) {
    busy_ = false;
    parser_.reset();
    buffer_ = {};
    if (finishing_) return close();
    // The stream holds its connection through what it waits for: its end, above all.
    subscriber_ = server_.pokes_.open(admitted.session, admitted.person,
                                      {[this] { poke("event: poke\ndata:\n\n"); }, [this] { close(); }});
    pulse_ = std::make_unique<boost::asio::steady_timer>(server_.io_);
    std::string begins = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
                         "X-Accel-Buffering: no\r\nConnection: close\r\n";
    const auto say = [&](std::string_view name, std::string_view value) {
        begins.append(name).append(": ").append(value).append("\r\n");
    };
    for (const auto& [name, value] : manners) say(name, value);
    if (server_.options_.behind_proxy) say(tls_alone.first, tls_alone.second);
    // Whatever happened before this moment is asked for at once.
    poke(begins + "\r\nretry: 2000\n\nevent: poke\ndata:\n\n");
    keep_alive();
    watch_for_end();
}

void Connection::poke(std::string_view text) {
    // Who has not read the last poke needs no other.
    if (to_write_.size() > most_unread || (!writing_.empty() && to_write_ == text)) return;
    to_write_ += text;
    if (writing_.empty()) flush_pokes();
}

void Connection::flush_pokes() {
    writing_.swap(to_write_);
    stream_.expires_after(server_.options_.longest_exchange);
    boost::asio::async_write(stream_, boost::asio::buffer(writing_),
                             [self = shared_from_this()](const Error& error, std::size_t) {
                                 self->writing_.clear();
                                 if (error) return self->close();
                                 self->stream_.expires_never();
                                 if (!self->to_write_.empty()) self->flush_pokes();
                             });
}

void Connection::keep_alive() {
    pulse_->expires_after(pulse);
    pulse_->async_wait([weak = weak_from_this()](const Error& error) {
        const auto self = weak.lock();
        if (error || !self) return;
        self->poke(": \n\n");
        self->keep_alive();
    });
}

void Connection::watch_for_end() {
    stream_.socket().async_read_some(boost::asio::buffer(&ignored_, 1),
                                     [self = shared_from_this()](const Error&, std::size_t) {
                                         // Nothing more is to come from there but its end.
                                         self->close();
                                         if (self->subscriber_) self->server_.pokes_.close(*self->subscriber_);
                                         self->subscriber_.reset();
                                         self->pulse_->cancel();
                                     });
}

}  // namespace parasol::server
