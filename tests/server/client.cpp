#include "server/client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace web {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

tcp::endpoint here(unsigned short port) { return {asio::ip::address_v4::loopback(), port}; }

}  // namespace

void Client::connect() {
    if (socket_ && socket_->is_open()) return;
    socket_.emplace(io_);
    socket_->connect(here(port_));
    buffer_.clear();
}

Answer Client::send(http::verb method, const std::string& target, const std::string& body, const Headers& headers) {
    connect();
    http::request<http::string_body> request(method, target, 11);
    request.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    http::write(*socket_, request);
    http::response_parser<http::string_body> parser;
    parser.body_limit(64 * 1024 * 1024);
    parser.skip(method == http::verb::head);
    http::read(*socket_, buffer_, parser);
    Answer answer = parser.release();
    for (const auto& field : answer) {
        if (field.name() != http::field::set_cookie) continue;
        const std::string cookie(field.value().data(), field.value().size());
        const std::string pair = cookie.substr(0, cookie.find(';'));
        const std::string name = pair.substr(0, pair.find('='));
        if (cookie.find("Max-Age=0") != std::string::npos) {
            jar.erase(name);
        } else {
            jar[name] = pair.substr(name.size() + 1);
        }
    }
    if (!answer.keep_alive()) socket_.reset();
    return answer;
}

std::string Client::cookies() const {
    std::string all;
    for (const auto& [name, value] : jar) all += (all.empty() ? "" : "; ") + name + "=" + value;
    return all;
}

Answer Client::post(const std::string& body, const Headers& more) {
    Headers headers = {{"Content-Type", "application/json"}, {"Parasol-Protocol", "1"}};
    if (!jar.empty()) headers["Cookie"] = cookies();
    for (const auto& [name, value] : more) headers[name] = value;
    return send(http::verb::post, "/api/sync", body, headers);
}

std::optional<parasol::Reply> Client::ask(parasol::RequestBody body, const std::string& session) {
    parasol::Request request;
    request.session = session;
    request.body = std::move(body);
    const Answer answer = post(parasol::encode(request));
    return answer.result() == http::status::ok ? parasol::decode_reply(answer.body()) : std::nullopt;
}

std::string Client::raw(const std::string& bytes) {
    tcp::socket socket(io_);
    socket.connect(here(port_));
    boost::system::error_code error;
    asio::write(socket, asio::buffer(bytes), error);
    socket.shutdown(tcp::socket::shutdown_send, error);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
}

std::string Client::sign_in(const std::string& email, const std::string& password) {
    const auto reply = ask(parasol::SignIn{email, password});
    const auto* signed_in = reply ? std::get_if<parasol::SignedIn>(&*reply) : nullptr;
    return signed_in ? signed_in->session : std::string();
}

Stream::Stream(unsigned short port, const std::string& person, const std::string& cookies) {
    socket_.connect(here(port));
    const std::string request = "GET /api/poke?person=" + person + " HTTP/1.1\r\nHost: 127.0.0.1:" +
                                std::to_string(port) + "\r\nCookie: " + cookies + "\r\n\r\n";
    asio::write(socket_, asio::buffer(request));
    while (text_.find("\r\n\r\n") == std::string::npos && read_some(std::chrono::seconds(10))) {
    }
    if (text_.size() > 12) status_ = static_cast<unsigned>(std::stoul(text_.substr(9, 3)));
    text_.erase(0, text_.find("\r\n\r\n") + 4);
}

bool Stream::read_some(std::chrono::milliseconds within) {
    std::array<char, 1024> bytes{};
    std::optional<std::size_t> got;
    socket_.async_read_some(asio::buffer(bytes), [&](const boost::system::error_code& error, std::size_t size) {
        if (error && error != asio::error::operation_aborted) over_ = true;
        if (!error) got = size;
    });
    io_.restart();
    io_.run_for(within);
    if (!io_.stopped()) {
        socket_.cancel();
        io_.run();
    }
    if (got) text_.append(bytes.data(), *got);
    return got.has_value();
}

bool Stream::next(std::chrono::milliseconds within) {
    const std::string poke = "event: poke\ndata:\n\n";
    for (;;) {
        const std::size_t at = text_.find(poke);
        if (at != std::string::npos) {
            text_.erase(0, at + poke.size());
            return true;
        }
        if (over_ || !read_some(within)) return false;
    }
}

bool Stream::ended(std::chrono::milliseconds within) {
    while (!over_ && read_some(within)) {
    }
    return over_;
}

}  // namespace web
