"""The service worker of the batch page: it lets a registered phone open it without signal."""


def test_the_worker_is_served_from_the_root(client, db):
    response = client.get("/batch-worker.js")
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert b"/patrols/offline/" in response.content
