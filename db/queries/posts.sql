-- name: put_post
-- Register a ward's post or bring it up to date.
INSERT INTO post (code, ward_code, name, lat, lon, is_schematic)
VALUES (%(code)s, %(ward_code)s, %(name)s, %(lat)s, %(lon)s, %(is_schematic)s)
ON CONFLICT (code) DO UPDATE
SET ward_code = excluded.ward_code, name = excluded.name, lat = excluded.lat, lon = excluded.lon,
    is_schematic = excluded.is_schematic

-- name: posts
-- Every ward's post, with whether it can be reached.
SELECT * FROM post_now ORDER BY code

-- name: tell_posts
-- Tell of posts as they are now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'post', code, ward_code, to_jsonb(post_now) FROM post_now WHERE code = ANY (%(codes)s) ORDER BY code

-- name: hear_pages
-- Somebody sits at these wards' post pages; returns the posts that can be reached now and could not before.
WITH before AS (
    SELECT post.code, link.state FROM post LEFT JOIN post_link AS link ON link.post_code = post.code
    WHERE post.ward_code = ANY (%(ward_codes)s)
), kept AS (
    INSERT INTO post_link AS known (post_code, state, since, heard_at, via, provenance)
    SELECT code, 'online', %(at)s, %(at)s, 'page', %(provenance)s FROM before
    ON CONFLICT (post_code) DO UPDATE
    SET state = excluded.state, heard_at = greatest(known.heard_at, excluded.heard_at), via = excluded.via,
        provenance = excluded.provenance,
        since = CASE WHEN known.state = 'online' THEN known.since ELSE excluded.since END
    WHERE excluded.provenance = 'real' OR known.provenance <> 'real'
    RETURNING known.post_code
)
SELECT before.code FROM before JOIN kept ON kept.post_code = before.code WHERE before.state IS DISTINCT FROM 'online'

-- name: silence_posts
-- What has not been heard since a moment is silent; returns the posts that have become so.
UPDATE post_link SET state = 'silent', since = %(now)s
WHERE state = 'online' AND heard_at < %(heard_before)s
RETURNING post_code
