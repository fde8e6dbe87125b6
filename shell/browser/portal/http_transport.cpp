#include "shell/browser/portal/http_transport.h"

#include <utility>

#include "wire/json.h"

namespace parasol::browser {
namespace {

constexpr int all_is_well = 200, other_version = 426;
constexpr Duration lasting = 30 * one_second;  // a stream that was open for so long was no mistake

// What the holder of the stream says to the other tabs.
constexpr std::string_view opened_word = "opened", poked_word = "poked";

}  // namespace

HttpTransport::HttpTransport(std::string base, std::string server, Tabs& tabs, Clock& clock, Chance& chance)
    : base_(std::move(base)), server_(std::move(server)), tabs_(tabs), clock_(clock), forbidden_(clock),
      connect_again_(clock), chance_(chance) {}

HttpTransport::~HttpTransport() { leave_stream(); }

void HttpTransport::describe(HostState& state) const {
    state.demo = false;
    state.arrival = Arrival::ready;
    state.address = base_;
}

void HttpTransport::request(std::string text, Answer done) {
    const auto alive = std::weak_ptr<bool>(alive_);
    if (forbidden_.is_set()) {
        clock_.after(0, [alive, done = std::move(done)] {
            if (!alive.expired()) done(std::nullopt);
        });
        return;
    }
    send_request(server_ + "sync", text, [this, alive, done = std::move(done)](ServerAnswer answer) {
        if (alive.expired()) return;
        if (answer.status == other_version) {
            const bool newer = answer.text.find(to_string(Refusal::client_too_new)) != std::string::npos;
            const Refusal why = newer ? Refusal::client_too_new : Refusal::client_too_old;
            return done(encode(Reply(Refusing{why, 0})));
        }
        failed_ = answer.status != all_is_well;
        if (failed_ && answer.not_before > 0) forbidden_.set(answer.not_before, [] {});
        if (failed_) return done(std::nullopt);
        const bool was_online = std::exchange(online_, true);
        done(std::move(answer.text));
        if (!was_online && online_changed_) online_changed_();
    });
}

void HttpTransport::network_changed(bool online) {
    online_ = online;
    if (online_changed_) online_changed_();
    if (!holds_stream_) return;
    // A network that has come back is another one, over which the old stream says nothing any more. Where it is gone,
    // a server on this very machine still answers: the stream finds out.
    if (online) connect_anew();
    else connect_later();
}

void HttpTransport::speak_for(PersonId person) {
    person_ = person;
    if (holds_stream_) connect_anew();
}

// --- The stream ---

void HttpTransport::on_poke(Callback<void()> callback) {
    leave_stream();
    poked_ = std::move(callback);
    if (!poked_) return;
    stream_ = base_ + "pokes:" + to_string(person_);
    tabs_.listen(stream_, [this](const std::string& word) {
        heard(word == opened_word ? StreamNews::opened : StreamNews::poked);
    });
    tabs_.lock(stream_, [this] {
        holds_stream_ = true;
        connect();
    });
}

void HttpTransport::leave_stream() {
    if (stream_.empty()) return;
    connect_again_.cancel();
    if (holds_stream_) hear_stream({}, {});
    tabs_.listen(stream_, {});
    tabs_.release(stream_);
    stream_.clear();
    holds_stream_ = false;
    opened_ = 0;
    pause_.reset();
}

void HttpTransport::connect() {
    connect_again_.cancel();
    hear_stream(server_ + "poke?person=" + to_string(person_), [this](StreamNews news) {
        if (news == StreamNews::opened) opened_ = clock_.now();
        if (news != StreamNews::closed) return tell(news);
        const bool was_open = opened_ != 0;
        if (was_open && clock_.now() - opened_ > lasting) pause_.reset();
        connect_later();
        // A request finds out whether the server is still there, and what was missed.
        if (was_open) tell(StreamNews::poked);
    });
}

void HttpTransport::connect_anew() {
    pause_.reset();
    connect();
}

void HttpTransport::connect_later() {
    opened_ = 0;
    hear_stream({}, {});
    connect_again_.set(pause_.next(chance_), [this] { connect(); });
}

void HttpTransport::tell(StreamNews news) {
    tabs_.post(stream_, std::string(news == StreamNews::opened ? opened_word : poked_word));
    heard(news);
}

// A stream that opens shows that the server is there, and something may have happened while there was none.
void HttpTransport::heard(StreamNews news) {
    if (news == StreamNews::opened) {
        const bool was_away = !std::exchange(online_, true);
        if ((std::exchange(failed_, false) || was_away) && online_changed_) return online_changed_();
    }
    if (poked_) poked_();
}

}  // namespace parasol::browser
