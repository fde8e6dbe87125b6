// A client's side of HTTP/1.1 over Boost.Beast: connections that are kept, and streams of pokes. In one thread; nothing
// is called back before the call has returned.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bench/server/people.h"

namespace parasol::bench {

using tcp = boost::asio::ip::tcp;

struct HttpReply {
    unsigned status = 0;  // 0: there was no answer
    std::string body;
    std::size_t received = 0;  // bytes of the body as it came
};

// POST api/sync of this text. `zips`: the answer may come compressed, as browsers ask for it.
std::string sync_request(const Session& session, const std::string& text, bool zips);

// One connection, made when it is first used and again where the server has closed it. One request at a time.
class Link : public std::enable_shared_from_this<Link> {
  public:
    using Done = std::function<void(HttpReply)>;
    // `from` is who asks, for the address that it comes from.
    Link(boost::asio::io_context& io, unsigned short port, const Session& from = {})
        : socket_(io), port_(port), address_(from.address) {}

    bool busy() const { return static_cast<bool>(done_); }
    // Only where it is not busy.
    void ask(std::string request, Done done);
    // `done` is not called any more.
    void close();

  private:
    using Error = boost::system::error_code;
    void connect();
    void write();
    void read();
    void failed();
    void finish(HttpReply reply);

    tcp::socket socket_;
    unsigned short port_;
    std::uint32_t address_;
    std::string request_;
    Done done_;
    bool kept_ = false;  // the connection has answered before
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> parser_;
};

// GET api/poke. Ends with the object.
class PokeStream : public std::enable_shared_from_this<PokeStream> {
  public:
    PokeStream(boost::asio::io_context& io, unsigned short port) : socket_(io), port_(port) {}
    // `poked` hears of every poke, `ended` of the end; the first poke says that it is open.
    void open(const Session& session, std::function<void()> poked, std::function<void()> ended);
    void close();

  private:
    using Error = boost::system::error_code;
    void read();

    tcp::socket socket_;
    unsigned short port_;
    std::string text_;  // sent; then what has come and is no whole event yet
    std::array<char, 512> part_{};
    std::function<void()> poked_;
    std::function<void()> ended_;
};

}  // namespace parasol::bench
