#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>

#include "shell/server/authority_thread.h"
#include "shell/server/commands.h"
#include "shell/server/http_server.h"
#include "shell/server/log.h"

namespace parasol::server {
namespace {

// How long an answer that is under way may take when the server is told to end.
constexpr std::chrono::seconds longest_farewell{10};

int refuse(const std::string& problem) {
    log(Level::error, "refused", {{"problem", problem}});
    std::fprintf(stderr, "parasold: %s\n", problem.c_str());
    return exit_refused;
}

}  // namespace

int run_serve(const Options& options) {
    open_log(options.log_file);
    Pages pages;
    std::string problem = pages.read(options.pages);
    if (!problem.empty()) return refuse(problem);
    boost::asio::io_context io{1};
    AuthorityThread authority(io);
    problem = authority.open(options.database(), options.key());
    if (!problem.empty()) return refuse(problem);

    Metrics metrics;
    Pokes pokes;
    Api api(authority, pokes, metrics, authority.key(), {});
    HttpServer::Options limits;
    limits.behind_proxy = options.behind_proxy;
    limits.most_connections = options.most_connections;
    HttpServer server(io, pages, api, pokes, metrics, limits);
    problem = server.listen(options.address, options.port);
    if (!problem.empty()) return refuse(problem);
    authority.start([&](const std::vector<Scope>& scopes) {
        metrics.add("commits");
        pokes.changed(scopes);
    });

    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    boost::asio::steady_timer farewell(io);
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (error) return;
        log(Level::info, "stopping");
        server.stop([&] { io.stop(); });
        farewell.expires_after(longest_farewell);
        farewell.async_wait([&](const boost::system::error_code& ended) {
            if (!ended) io.stop();
        });
    });
    log(Level::info, "listening", {{"port", std::int64_t{server.port()}}});
    std::printf("Listening on http://%s:%u/\n", options.address.c_str(), unsigned{server.port()});
    std::fflush(stdout);
    io.run();
    authority.stop();
    log(Level::info, "stopped");
    return 0;
}

}  // namespace parasol::server
