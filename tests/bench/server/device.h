// A client as the page is one: the replica's own code over storage in memory, with a transport over HTTP.
#pragma once

#include <memory>
#include <vector>

#include "bench/server/http.h"
#include "replica/memory_tabs.h"
#include "replica/replica.h"
#include "shell/server/loop.h"
#include "wire/memory_ports.h"

namespace parasol::bench {

// What all clients of a part share: the loop that they run in.
struct Loop {
    boost::asio::io_context io{1};
    server::AsioClock clock{io};
    server::SodiumChance chance;
};

class HttpTransport final : public Transport {
  public:
    HttpTransport(Loop& loop, unsigned short port, Session session, bool zips);
    ~HttpTransport() override;

    void request(std::string text, Answer done) override;
    void on_poke(Callback<void()> callback) override;
    bool online() const override { return true; }
    void on_online(Callback<void()>) override {}

    // The text of the last request, for whoever wants to ask it again.
    const std::string& last_request() const { return last_; }
    bool listening() const { return listening_; }  // to pokes
    // So far: requests, bytes received as they came, and answers that are not what they should be.
    std::size_t requests() const { return requests_; }
    std::size_t received() const { return received_; }
    std::size_t failures() const { return failures_; }

  private:
    Loop& loop_;
    const unsigned short port_;
    const Session session_;
    const bool zips_;
    std::vector<std::shared_ptr<Link>> links_;
    std::shared_ptr<PokeStream> stream_;
    Callback<void()> poked_;
    bool listening_ = false;
    std::string last_;
    std::size_t requests_ = 0;
    std::size_t received_ = 0;
    std::size_t failures_ = 0;
};

// Somebody's browser with one tab.
class Device {
  public:
    Device(Loop& loop, unsigned short port, const Session& session, bool zips = true);

    HttpTransport transport;
    MemoryStorage storage;

  private:
    TabHub hub_;
    std::unique_ptr<MemoryTab> tab_;

  public:
    Replica replica;
    bool is_ready() const { return transport.listening() && replica.status().sync.first_pull_complete; }
};

}  // namespace parasol::bench
