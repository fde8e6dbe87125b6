#include "shell/browser/portal/demo.h"

namespace parasol::browser {
namespace {

std::string_view reason_of(StorageError error) {
    switch (error) {
        case StorageError::newer:
            return "A newer version of this page has been used here. Its data is untouched: load the newer version.";
        case StorageError::corrupt:
            return "The demo's database cannot be read. It is untouched; \"Reset demo\" starts a new one.";
        default: return "The demo's database cannot be opened. Load the page again.";
    }
}

}  // namespace

DemoAuthority::DemoAuthority(std::string base, SampleOptions sample, Clock& clock, Chance& chance)
    : base_(std::move(base)), sample_(sample), clock_(clock), chance_(chance) {}

DemoAuthority::~DemoAuthority() = default;

void DemoAuthority::tell(Arrival arrival, float progress, std::string failure) {
    state_.arrival = arrival;
    state_.progress = progress;
    state_.failure = std::move(failure);
    if (changed_) changed_(state_);
}

void DemoAuthority::start(Callback<void(const DemoState&)> changed, Callback<void()> poke) {
    changed_ = std::move(changed);
    poke_ = std::move(poke);
    storage_ = std::make_unique<IndexedDb>(base_ + "authority");
    open(*storage_);
}

void DemoAuthority::open(Storage& storage) {
    database_ = std::make_unique<StoredDatabase>(storage, clock_, chance_);
    database_->open([this, alive = std::weak_ptr<bool>(alive_)](StorageError error) {
        if (alive.expired()) return;
        if ((error == StorageError::unavailable || error == StorageError::full) && state_.kept) {
            // No storage here: the demo runs in memory, until this tab is closed.
            state_.kept = false;
            clock_.after(0, [this, alive] {
                if (alive.expired()) return;
                database_.reset();
                storage_ = std::make_unique<MemoryStorage>(clock_);
                open(*storage_);
            });
            return;
        }
        if (error != StorageError::none) return tell(Arrival::failed, 0, std::string(reason_of(error)));
        if (database_->is_empty()) {
            fill();
        } else {
            begin();
        }
    });
}

void DemoAuthority::fill() {
    tell(Arrival::starting, 0.2F);
    fetch_file("sample/names.txt", [this, alive = std::weak_ptr<bool>(alive_)](std::optional<std::string> names) {
        if (alive.expired()) return;
        tell(Arrival::starting, 0.4F);
        // A moment for the page to say so: making many accounts takes a while.
        clock_.after(30, [this, alive, words = names.value_or(std::string())] {
            if (alive.expired()) return;
            sample_.now = clock_.now();
            seed_sample(*database_, sample_, vault_, words, [this, alive](DatabaseError error) {
                if (alive.expired()) return;
                if (error == DatabaseError::none) return begin();
                tell(Arrival::failed, 0,
                     "The sample could not be stored: this device may be full. Free some space and load again.");
            });
        });
    });
}

void DemoAuthority::begin() {
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.featured = featured_sign_ins();
    authority_ = std::make_unique<Authority>(*database_, clock_, chance_, vault_, options);
    authority_->on_changed([this](const std::vector<Scope>&) { poke_(); });
    authority_->start();
    tell(Arrival::ready, 1);
    auto early = std::move(early_);
    early_.clear();
    for (auto& [request, reply] : early) authority_->handle(std::move(request), std::move(reply));
}

void DemoAuthority::handle(std::string request, Callback<void(std::string)> reply) {
    if (authority_) {
        authority_->handle(std::move(request), std::move(reply));
    } else {
        early_.emplace_back(std::move(request), std::move(reply));
    }
}

}  // namespace parasol::browser
