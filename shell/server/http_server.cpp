#include "shell/server/http_server.h"

#include <memory>
#include <utility>

#include "shell/server/connection.h"
#include "shell/server/log.h"

namespace parasol::server {

HttpServer::HttpServer(boost::asio::io_context& io, const Pages& pages, Api& api, Pokes& pokes, Metrics& metrics,
                       Options options)
    : io_(io),
      acceptor_(io),
      pause_(io),
      pages_(pages),
      api_(api),
      pokes_(pokes),
      metrics_(metrics),
      options_(options) {}

std::string HttpServer::listen(const std::string& address, unsigned short port) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    if (error) return "\"" + address + "\" is not an address to listen on. Name one like 127.0.0.1.";
    if (!parsed.is_loopback() && !options_.behind_proxy) {
        return "Plain HTTP is served to this machine alone. Put a proxy with TLS before parasold and say "
               "--behind-proxy.";
    }
    const tcp::endpoint endpoint(parsed, port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(4096, error);
    if (error == boost::asio::error::address_in_use) {
        return "Port " + std::to_string(port) + " is in use. Choose another one with --port.";
    }
    if (error) return "Listening on " + address + " failed: " + error.message() + ".";
    port_ = acceptor_.local_endpoint(error).port();
    accept();
    return {};
}

void HttpServer::accept() {
    acceptor_.async_accept(io_, [this](const boost::system::error_code& error, tcp::socket socket) {
        if (stopping_) return;
        if (error) {
            // Out of descriptors: those there are end in time.
            log(Level::warning, "accept", {{"problem", error.message()}});
            pause_.expires_after(std::chrono::milliseconds(100));
            pause_.async_wait([this](const boost::system::error_code& ended) {
                if (!ended && !stopping_) accept();
            });
            return;
        }
        if (connections_.size() < options_.most_connections) {
            auto connection = std::make_shared<Connection>(*this, std::move(socket));
            connections_.insert(connection.get());
            connection->start();
        } else {
            metrics_.add("connections_refused");
        }
        accept();
    });
}

void HttpServer::ended(Connection* connection) {
    connections_.erase(connection);
    if (stopping_ && connections_.empty() && stopped_) {
        const auto stopped = std::move(stopped_);
        stopped_ = nullptr;
        stopped();
    }
}

void HttpServer::stop(std::function<void()> done) {
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    if (connections_.empty()) return done();
    stopped_ = std::move(done);
    const std::vector<Connection*> all(connections_.begin(), connections_.end());
    for (Connection* connection : all) {
        if (connections_.count(connection) != 0) connection->finish();
    }
}

}  // namespace parasol::server
