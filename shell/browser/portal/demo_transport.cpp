#include <algorithm>
#include <charconv>

#include "shell/browser/portal/demo.h"

namespace parasol::browser {
namespace {

constexpr Duration repeat_after = 3 * one_second;
constexpr int most_tries = 10;  // then whoever asked hears that there was no answer

// "ID\nTEXT"
std::string framed(const std::string& id, const std::string& text) { return id + "\n" + text; }
std::pair<std::string, std::string> unframed(const std::string& message) {
    const auto end = message.find('\n');
    if (end == std::string::npos) return {message, {}};
    return {message.substr(0, end), message.substr(end + 1)};
}

// "state\nARRIVAL PERMILLE KEPT\nFAILURE"
std::string state_news(const DemoState& state) {
    return "state\n" + std::to_string(static_cast<int>(state.arrival)) + " " +
           std::to_string(static_cast<int>(state.progress * 1000)) + " " + (state.kept ? "1" : "0") + "\n" +
           state.failure;
}

DemoState state_of(const std::string& news) {
    DemoState state;
    int numbers[3] = {};
    const char* at = news.data() + news.find('\n') + 1;
    const char* const end = news.data() + news.size();
    for (int& number : numbers) {
        at = std::from_chars(at, end, number).ptr;
        if (at != end) ++at;
    }
    state.arrival = static_cast<Arrival>(numbers[0]);
    state.progress = static_cast<float>(numbers[1]) / 1000.0F;
    state.kept = numbers[2] != 0;
    state.failure.assign(at, end);
    return state;
}

}  // namespace

SampleOptions wanted_sample(const std::string& base, const Platform& platform) {
    SampleOptions sample;
    const std::string shape = platform.attribute("sample-shape");
    if (shape == "one-base") sample.shape = SampleShape::one_base;
    if (shape == "deep") sample.shape = SampleShape::deep;
    for (const std::string& text : {recall(base + "sample", true), platform.attribute("sample")}) {
        std::size_t size = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), size).ec == std::errc{} && size >= 10) {
            sample.accounts = std::min<std::size_t>(size, 100000);
            break;
        }
    }
    return sample;
}

DemoTransport::DemoTransport(std::string base, SampleOptions sample, Tabs& tabs, Clock& clock, Chance& chance)
    : base_(std::move(base)), sample_(sample), tabs_(tabs), clock_(clock), chance_(chance),
      tab_(to_string(draw_id(clock, chance))) {}

DemoTransport::~DemoTransport() {
    tabs_.release(base_ + "authority");
    tabs_.listen(base_ + "requests", {});
    tabs_.listen(base_ + "replies", {});
    tabs_.listen(base_ + "news", {});
}

void DemoTransport::begin(BackendCalls calls) {
    page_ = std::move(calls);
    began_ = clock_.now();
    tabs_.listen(base_ + "replies", [this](const std::string& message) {
        auto [id, reply] = unframed(message);
        answered(id, std::move(reply));
    });
    tabs_.listen(base_ + "news", [this](const std::string& news) { heard_news(news); });
    tabs_.post(base_ + "news", "who");
}

// Opening the authority's database holds the page up, and whoever is signed in sees their own rows without it: so it
// waits until frames come to rest, though not for long. In a hidden tab there are none.
void DemoTransport::frame_drawn(bool signed_in) {
    constexpr Duration rest = 60;
    constexpr Duration longest = 1500;
    if (stands_) return;
    const Duration passed = clock_.now() - began_;
    if (start_timer_ != 0 && (passed < 0 || passed > longest)) return;
    clock_.cancel(start_timer_);
    start_timer_ = clock_.after(signed_in ? rest : 0, [this, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.expired()) return;
        stands_ = true;
        tabs_.lock(base_ + "authority", [this, alive] {
            if (!alive.expired()) become_authority();
        });
    });
}

void DemoTransport::describe(HostState& state) const {
    state.arrival = state_.arrival;
    state.progress = state_.progress;
    state.failure = state_.failure;
    state.kept = state_.kept;
}

std::unique_ptr<Storage> DemoTransport::own_storage() { return std::make_unique<IndexedDb>(base_ + "authority"); }

void DemoTransport::become_authority() {
    authority_ = std::make_unique<DemoAuthority>(base_, sample_, clock_, chance_);
    tabs_.listen(base_ + "requests", [this](const std::string& message) {
        auto [id, request] = unframed(message);
        authority_->handle(std::move(request), [this, id = id](std::string reply) {
            tabs_.post(base_ + "replies", framed(id, reply));
        });
    });
    authority_->start(
        [this](const DemoState& state) {
            tabs_.post(base_ + "news", state_news(state));
            take_state(state);
        },
        [this] {
            tabs_.post(base_ + "news", "poke");
            poke_later();
        });
}

void DemoTransport::take_state(DemoState state) {
    const bool ready_now = state.arrival == Arrival::ready && state_.arrival != Arrival::ready;
    const bool was_online = online();
    state_ = std::move(state);
    page_.changed();
    if (online() != was_online && online_changed_) online_changed_();
    if (!ready_now) return;
    // A holder that has just begun knows nothing of what was asked of the one before.
    for (auto& [id, waiting] : waiting_) {
        waiting.tries = 0;
        send(id);
    }
    poke_later();
}

void DemoTransport::poke_later() {
    if (poke_due_) return;
    poke_due_ = true;
    clock_.after(0, [this, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.expired()) return;
        poke_due_ = false;
        if (poked_) poked_();
    });
}

void DemoTransport::heard_news(const std::string& news) {
    if (news == "poke") {
        poke_later();
    } else if (news == "who") {
        if (authority_) tabs_.post(base_ + "news", state_news(authority_->state()));
    } else if (news == "reset") {
        authority_.reset();
        page_.let_go();
    } else if (news == "reload") {
        page_.reload();
    } else if (!authority_) {
        take_state(state_of(news));
    }
}

void DemoTransport::request(std::string text, Answer done) {
    const std::string id = tab_ + ":" + std::to_string(++last_);
    Waiting& waiting = waiting_[id];
    waiting.text = std::move(text);
    waiting.done = std::move(done);
    send(id);
}

void DemoTransport::send(const std::string& id) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    Waiting& waiting = found->second;
    clock_.cancel(waiting.repeat);
    // Never called back from within a call: even the authority of this very tab answers in a later turn.
    if (authority_) {
        clock_.after(0, [this, id, text = waiting.text, alive = std::weak_ptr<bool>(alive_)] {
            if (alive.expired() || !authority_) return;
            authority_->handle(text, [this, id](std::string reply) { answered(id, std::move(reply)); });
        });
    } else {
        tabs_.post(base_ + "requests", framed(id, waiting.text));
    }
    waiting.repeat = clock_.after(repeat_after, [this, id, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.expired()) return;
        const auto late = waiting_.find(id);
        if (late == waiting_.end()) return;
        if (++late->second.tries < most_tries) return send(id);
        Answer done = std::move(late->second.done);
        waiting_.erase(late);
        done(std::nullopt);
    });
}

void DemoTransport::answered(const std::string& id, std::string reply) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    clock_.cancel(found->second.repeat);
    Answer done = std::move(found->second.done);
    waiting_.erase(found);
    done(std::move(reply));
}

void DemoTransport::reset(std::size_t accounts) {
    tabs_.post(base_ + "news", "reset");
    authority_.reset();
    page_.let_go();
    // The other tabs close their databases when they hear it; deleting waits for that.
    remember(base_ + "sample", std::to_string(accounts), true);
    delete_databases(base_, [this] {
        tabs_.post(base_ + "news", "reload");
        page_.reload();
    });
}

}  // namespace parasol::browser
