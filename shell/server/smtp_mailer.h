// The Mailer over a relay that speaks SMTP, by libcurl, in a thread of its own: a relay may take its time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "authority/ports.h"

namespace parasol::server {

struct MailOptions {
    std::string relay;   // "smtp://host:587" or "smtps://host:465"; empty: no mail
    std::string sender;  // an address
    std::string user;    // empty: without signing in
    std::string password;
    std::string portal;  // where the page is
    bool plain = false;  // also without TLS, off this machine
};
// What is wrong with them; empty where all is well, or where there is no relay.
std::string problem_of(const MailOptions& options);
// Whether mail waits rather than being handed over as plain text: off this machine, unless it is said otherwise.
bool takes_tls(const MailOptions& options);

class SmtpMailer final : public Mailer {
  public:
    // Answers run in `io`, which outlives this.
    SmtpMailer(boost::asio::io_context& io, MailOptions options);
    ~SmtpMailer() override;
    void send(Mail mail, Callback<void(MailEnd)> done) override;
    void gave_up(const Mail& mail) override;

  private:
    MailEnd deliver(const Mail& mail) const;

    boost::asio::io_context& io_;
    const MailOptions options_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    boost::asio::thread_pool thread_{1};
};

}  // namespace parasol::server
