"""A WHIP publisher of GStreamer's webrtcbin: a test picture and a tone to the address given."""
import sys
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC

Gst.init(None)
pipeline = Gst.parse_launch(
    "webrtcbin name=out bundle-policy=max-bundle "
    "videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=25/1 ! videoconvert "
    "! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=50 bitrate=500 "
    "! video/x-h264,profile=constrained-baseline ! rtph264pay config-interval=-1 aggregate-mode=zero-latency "
    "! application/x-rtp,media=video,encoding-name=H264,payload=96 ! out. "
    "audiotestsrc is-live=true volume=0.1 ! audioconvert ! audioresample ! opusenc ! rtpopuspay "
    "! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! out."
)
out = pipeline.get_by_name("out")


def offer_made(promise, *_):
    promise.wait()
    reply = promise.get_reply()
    # The offer belongs to the reply and goes with it: what is set must be a copy.
    _, sdp = GstSdp.SDPMessage.new_from_text(reply.get_value("offer").sdp.as_text())
    mine = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.OFFER, sdp)
    out.emit("set-local-description", mine, Gst.Promise.new())


def gathered(*_):
    if out.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE:
        return
    text = out.get_property("local-description").sdp.as_text()
    request = urllib.request.Request(sys.argv[1], text.encode(), {"content-type": "application/sdp"})
    _, answer = GstSdp.SDPMessage.new_from_text(urllib.request.urlopen(request).read().decode())
    out.emit(
        "set-remote-description",
        GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, answer),
        Gst.Promise.new(),
    )


out.connect("on-negotiation-needed", lambda _: out.emit("create-offer", None, Gst.Promise.new_with_change_func(offer_made)))
out.connect("notify::ice-gathering-state", gathered)
for at in range(2):
    out.emit("get-transceiver", at).set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
pipeline.set_state(Gst.State.PLAYING)
GLib.MainLoop().run()
