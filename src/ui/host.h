// What the interface is given by the program around it: the platform, who is signed in, and the demo's own levers.
// The browser's shell implements it; tests use a twin. What decides is either in this browser (a demo) or a server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/callback.h"
#include "ui/platform.h"
#include "wire/messages.h"

namespace parasol {

class Replica;

enum class Arrival : std::uint8_t {
    starting,  // the authority (in the demo: its sample) is being made ready; `progress` says how far
    ready,
    failed     // it cannot be reached or started; `failure` says why and what to do
};

// Whether the page can show two portals, and which of them this one is.
enum class Sides : std::uint8_t { single, one, second };

struct HostState {
    Arrival arrival = Arrival::starting;
    float progress = 0;       // 0..1 while starting
    std::string failure;
    bool demo = true;         // the authority runs in this browser
    Sides sides = Sides::single;
    bool newer = false;       // a newer version of the page has arrived; `Platform::update` changes to it
    bool kept = true;         // what the authority decides outlives the tab that it runs in
    bool shared = false;      // a shared computer: nothing of whoever is signed in is kept on it
    std::string address;      // of the page, with a slash at its end: what a link for somebody else begins with
};

class Host {
public:
    virtual ~Host() = default;
    virtual Platform& platform() = 0;
    virtual const HostState& state() const = 0;

    // Null while nobody is signed in.
    virtual Replica* replica() = 0;
    // A request that needs no sign-in (ListSignIns, SignInAs, SignIn, LookAtLink, UseLink); nullopt where no answer
    // came.
    virtual void ask(RequestBody body, Callback<void(std::optional<Reply>)> done) = 0;
    // Takes a SignedIn: opens that person's replica, or gives the one that is open its new session; remembered by this
    // tab and this device. `shared`: all of that person is in this tab's memory alone. A new session of the same person
    // is as the old one was.
    virtual void signed_in(const SignedIn& session, bool shared) = 0;
    // After Replica::sign_out: forgets the session.
    virtual void signed_out() = 0;
    // What the signed-in person chose on this device (home, what a table shows), by a key; empty: nothing yet.
    virtual std::string chosen(std::string_view key) const = 0;
    virtual void keep_choice(std::string_view key, std::string_view choice) = 0;

    // What is stored on this device as it is, readable or not, as the bytes of a file: the signed-in person's, or
    // the demo's own. nullopt where it cannot be had.
    enum class Stored : std::uint8_t { person, demo };
    virtual void export_stored(Stored stored, Callback<void(std::optional<std::string> file)> done) = 0;
    // Demo: throws away everything in this browser and starts again with a sample of so many accounts.
    virtual void reset_demo(std::size_t accounts) = 0;
};

}  // namespace parasol
