#include "bench/server/device.h"

#include <algorithm>
#include <utility>

namespace parasol::bench {
namespace {

constexpr unsigned status_ok = 200;

}  // namespace

HttpTransport::HttpTransport(Loop& loop, unsigned short port, Session session, bool zips)
    : loop_(loop), port_(port), session_(std::move(session)), zips_(zips) {}

HttpTransport::~HttpTransport() {
    for (const auto& link : links_) link->close();
    on_poke(nullptr);
}

void HttpTransport::request(std::string text, Answer done) {
    const auto is_free = [](const std::shared_ptr<Link>& link) { return !link->busy(); };
    auto found = std::find_if(links_.begin(), links_.end(), is_free);
    if (found == links_.end()) {
        links_.push_back(std::make_shared<Link>(loop_.io, port_, session_));
        found = std::prev(links_.end());
    }
    ++requests_;
    last_ = std::move(text);
    (*found)->ask(sync_request(session_, last_, zips_), [this, done = std::move(done)](HttpReply reply) {
        received_ += reply.received;
        if (reply.status == status_ok) return done(std::move(reply.body));
        ++failures_;
        done(std::nullopt);
    });
}

void HttpTransport::on_poke(Callback<void()> callback) {
    poked_ = std::move(callback);
    if (stream_) stream_->close();
    stream_.reset();
    listening_ = false;
    if (!poked_) return;
    stream_ = std::make_shared<PokeStream>(loop_.io, port_);
    stream_->open(
        session_,
        [this] {
            listening_ = true;
            poked_();
        },
        [this] {
            listening_ = false;
            ++failures_;
        });
}

Device::Device(Loop& loop, unsigned short port, const Session& session, bool zips)
    : transport(loop, port, session, zips),
      storage(loop.clock),
      hub_(loop.clock),
      tab_(hub_.open_tab()),
      replica(storage, transport, *tab_, loop.clock, loop.chance,
              {"http://127.0.0.1/", session.person, to_string(session.person)}) {}

}  // namespace parasol::bench
