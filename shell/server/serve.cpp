#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>

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

// What is wrong; empty where all is well.
std::string read_mail(const Options& options, MailOptions& mail) {
    mail.relay = options.mail_relay;
    mail.sender = options.mail_from;
    mail.user = options.mail_user;
    mail.password = options.mail_password;
    mail.plain = options.mail_plain;
    mail.portal = options.url.ends_with('/') ? options.url : options.url + '/';
    if (options.mail_password_file.empty()) return {};
    std::ifstream file(options.mail_password_file);
    if (!std::getline(file, mail.password)) {
        return "The file \"" + options.mail_password_file + "\" with the relay's password cannot be read.";
    }
    return {};
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

    AuthorityThread::Settings settings;
    problem = read_mail(options, settings.mail);
    if (problem.empty()) problem = problem_of(settings.mail);
    if (!problem.empty()) return refuse(problem);
    settings.authority.session_rest = options.session_rest_days * one_day;
    settings.authority.session_most = options.session_most_days * one_day;
    settings.authority.shared_rest = options.shared_rest_hours * one_hour;
    settings.authority.shared_most = options.shared_most_hours * one_hour;
    settings.authority.mail_pause = options.mail_pause_seconds * one_second;
    settings.authority.mails_gather = std::min(settings.authority.mails_gather, settings.authority.mail_pause);

    Metrics metrics;
    Pokes pokes;
    Api::Options of_api;
    of_api.session_most = settings.authority.session_most;
    Api api(authority, pokes, metrics, authority.key(), of_api);
    HttpServer::Options limits;
    limits.behind_proxy = options.behind_proxy;
    limits.most_connections = options.most_connections;
    HttpServer server(io, pages, api, pokes, metrics, limits);
    problem = server.listen(options.address, options.port);
    if (!problem.empty()) return refuse(problem);
    authority.start([&](const std::vector<Scope>& scopes) {
        metrics.add("commits");
        pokes.changed(scopes);
    }, std::move(settings));

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
