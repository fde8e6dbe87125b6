// A browser as far as HTTP goes: one connection, cookies, and the protocol's requests.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <optional>
#include <string>

#include "wire/json.h"

namespace web {

namespace http = boost::beast::http;
using Answer = http::response<http::string_body>;
using Headers = std::map<std::string, std::string>;

class Client {
  public:
    explicit Client(unsigned short port) : port_(port) {}
    // Throws where there is no answer.
    Answer send(http::verb method, const std::string& target, const std::string& body, const Headers& headers);
    Answer get(const std::string& target, const Headers& headers = {}) {
        return send(http::verb::get, target, {}, headers);
    }
    // As the page does: the cookies go along, and those that come are kept.
    Answer post(const std::string& body, const Headers& more = {});
    std::optional<parasol::Reply> ask(parasol::RequestBody body, const std::string& session = {});
    // The bytes as they are; what comes back until the connection ends.
    std::string raw(const std::string& bytes);

    // The session of the person, as the page names it; empty where signing in failed.
    std::string sign_in(const std::string& email, const std::string& password);
    std::string cookies() const;
    std::map<std::string, std::string> jar;

  private:
    void connect();
    unsigned short port_;
    boost::asio::io_context io_;
    std::optional<boost::asio::ip::tcp::socket> socket_;
    boost::beast::flat_buffer buffer_;
};

// A stream of pokes, read as it comes.
class Stream {
  public:
    Stream(unsigned short port, const std::string& person, const std::string& cookies);
    unsigned status() const { return status_; }
    // Waits for the next poke; false where the stream ended, or none came in this time.
    bool next(std::chrono::milliseconds within);
    // The server has ended it (within the time).
    bool ended(std::chrono::milliseconds within);

  private:
    bool read_some(std::chrono::milliseconds within);
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_{io_};
    std::string text_;
    unsigned status_ = 0;
    bool over_ = false;
};

}  // namespace web
