import pytest, time
from tests import make
from tests.stories import desk
@pytest.mark.django_db
def test_q(client):
    client.force_login(make.editor(username="ana"))
    story = make.story(); make.edition(story)
    desk.open_form(client, story)
    t=time.process_time(); w=time.time()
    for _ in range(5): page=client.get(desk.address("change", story))
    print("GET", (time.process_time()-t)/5, (time.time()-w)/5, len(page.content))
    t=time.process_time()
    sent=desk.fields(page)
    print("parse", time.process_time()-t)
    t=time.process_time()
    client.post(desk.address("change", story), sent|{"headline":"x"})
    print("save", time.process_time()-t)
    t=time.process_time()
    client.post(desk.address("change", story), sent|{"headline":"y"})
    print("conflict", time.process_time()-t)
    import cProfile,pstats
    pr=cProfile.Profile(); pr.enable(); client.get(desk.address("change", story)); pr.disable()
    pstats.Stats(pr).sort_stats("cumtime").print_stats(35)
