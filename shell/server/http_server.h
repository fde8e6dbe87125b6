// HTTP/1.1 over Boost.Beast: sockets, limits and time-outs. What is answered is decided in api.h and pages.h.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <unordered_set>

#include "shell/server/api.h"
#include "shell/server/metrics.h"
#include "shell/server/pages.h"

namespace parasol::server {

using tcp = boost::asio::ip::tcp;

class Connection;

class HttpServer {
  public:
    struct Options {
        bool behind_proxy = false;  // TLS ends before; the last X-Forwarded-For is who asks
        std::size_t most_connections = 12000;
        std::size_t most_body_bytes = 256 * 1024 * 1024;  // of all requests that are being read together
        // For a header, also how long a connection may rest before it; and again for a body.
        std::chrono::milliseconds longest_exchange{60000};
        std::chrono::milliseconds longest_answer{120000};  // until it is taken
    };
    HttpServer(boost::asio::io_context& io, const Pages& pages, Api& api, Pokes& pokes, Metrics& metrics,
               Options options);

    // What is wrong; empty where it listens. Port 0 takes a free one.
    std::string listen(const std::string& address, unsigned short port);
    unsigned short port() const { return port_; }
    // Accepts nothing more and ends what is idle. `done` is called when what was being answered has been.
    void stop(std::function<void()> done);

  private:
    friend class Connection;
    void accept();
    void ended(Connection* connection);

    boost::asio::io_context& io_;
    tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    const Pages& pages_;
    Api& api_;
    Pokes& pokes_;
    Metrics& metrics_;
    const Options options_;
    unsigned short port_ = 0;
    std::size_t body_bytes_ = 0;
    std::unordered_set<Connection*> connections_;
    bool stopping_ = false;
    std::function<void()> stopped_;
};

}  // namespace parasol::server
