// The way to a server. Requests go by POST; a stream of events says when to pull. A browser keeps few connections to
// one server, so the tabs of a person share one stream: the tab that holds its lock tells the others what it hears.
#pragma once

#include <memory>
#include <string>

#include "replica/timing.h"
#include "shell/browser/device.h"
#include "shell/browser/portal/backend.h"

namespace parasol::browser {

class HttpTransport final : public Backend {
public:
    // `base`: in front of the names of locks and channels. `server`: where it is, as seen from there, with a slash at
    // its end.
    HttpTransport(std::string base, std::string server, Tabs& tabs, Clock& clock, Chance& chance);
    ~HttpTransport() override;

    void request(std::string text, Answer done) override;
    void on_poke(Callback<void()> callback) override;
    // False from when the browser says that there is no network until something is heard again all the same. After a
    // request that failed it stays true: whoever asked tries again, ever more slowly.
    bool online() const override { return online_; }
    void on_online(Callback<void()> callback) override { online_changed_ = std::move(callback); }

    void begin(BackendCalls) override {}
    void describe(HostState& state) const override;
    void network_changed(bool online) override;
    void speak_for(PersonId person) override;

private:
    void connect();
    void connect_anew();
    void connect_later();
    void leave_stream();
    void heard(StreamNews news);
    void tell(StreamNews news);

    std::string base_, server_;
    Tabs& tabs_;
    Clock& clock_;
    PersonId person_;
    Callback<void()> poked_, online_changed_;
    bool online_ = true;
    bool failed_ = false;   // the last request
    Alarm forbidden_;       // as long as the server wants no request
    std::string stream_;    // the name of its lock and channel; empty: none is wanted
    bool holds_stream_ = false;
    Instant opened_ = 0;    // the stream, since when; 0: it is not open
    Alarm connect_again_;
    Backoff pause_{one_second, 60 * one_second};
    Chance& chance_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parasol::browser
