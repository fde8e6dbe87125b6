// One connection: requests one after another, each answered before the next is read; or a stream of pokes.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "shell/server/http_server.h"

namespace parasol::server {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(HttpServer& server, tcp::socket socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    // Ends at once where nothing is being answered, else after that.
    void finish();

  private:
    using Error = boost::system::error_code;
    using SpanAnswer = http::response<http::span_body<const char>>;

    void read();
    void read_body(const Error& error);
    std::optional<HttpAnswer> refused(const Error& error, std::uint64_t length) const;
    void dispatch(const Error& error);
    void answer(HttpAnswer answer);
    void answer_page(const Page& page);
    void answer_site();
    void write(http::status status, std::string_view type, std::string_view body, bool no_store,
               const std::vector<std::pair<std::string, std::string>>& headers);
    void answered(const Error& error);
    void close();

    void open_pokes();
    void stream_pokes(const Api::Admitted& admitted);
    void poke(std::string_view text);
    void flush_pokes();
    void keep_alive();
    void watch_for_end();

    HttpServer& server_;
    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::string network_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::size_t reserved_ = 0;  // of the server's bytes for bodies
    const char* type_ = "";     // of the request, for the metrics
    std::chrono::steady_clock::time_point begun_;
    std::string body_;  // of the answer, where it is not a page's
    std::optional<SpanAnswer> answer_;
    bool busy_ = false;  // between a request and the end of its answer
    bool finishing_ = false;

    std::optional<Pokes::Subscriber> subscriber_;
    std::unique_ptr<boost::asio::steady_timer> pulse_;
    std::string to_write_;
    std::string writing_;
    char ignored_ = 0;
};

}  // namespace parasol::server
